#include "mib/telemetry/metrics.h"

#include <catch2/catch_test_macros.hpp>
#include <sstream>

namespace mib::telemetry {
namespace {

// The value on the line that begins with `name` and a space.
double ValueOf(const std::string& text, const std::string& name) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.substr(0, name.size() + 1) == name + ' ') return std::stod(line.substr(name.size() + 1));
  }
  FAIL("no metric " << name);
  return 0;
}

TEST_CASE("Metrics are rendered in Prometheus' text format", "[unit][metrics]") {
  Metrics metrics;
  metrics.Counter("mib_test_bars_total", "Bars made.", {{"interval", "1m"}}).Increment(3);
  metrics.Gauge("mib_test_lag_records", "Records behind.").Set(7);
  metrics.Histogram("mib_test_call_seconds", "Calls.", {}, {0.1, 1}).Observe(0.5);
  const std::string text = metrics.Render();
  CHECK(text.find("# HELP mib_test_bars_total Bars made.\n# TYPE mib_test_bars_total counter\n") != std::string::npos);
  CHECK(ValueOf(text, R"(mib_test_bars_total{interval="1m"})") == 3);
  CHECK(ValueOf(text, "mib_test_lag_records") == 7);
  CHECK(ValueOf(text, R"(mib_test_call_seconds_bucket{le="0.1"})") == 0);
  CHECK(ValueOf(text, R"(mib_test_call_seconds_bucket{le="1"})") == 1);
  CHECK(ValueOf(text, "mib_test_call_seconds_count") == 1);
}

TEST_CASE("The same name and labels are the same metric", "[unit][metrics]") {
  Metrics metrics;
  prometheus::Counter& first = metrics.Counter("mib_test_total", "Things.", {{"kind", "a"}});
  CHECK(&first == &metrics.Counter("mib_test_total", "Things.", {{"kind", "a"}}));
  CHECK(&first != &metrics.Counter("mib_test_total", "Things.", {{"kind", "b"}}));
  CHECK(metrics.Names() == std::vector<std::string>{"mib_test_total"});
}

TEST_CASE("A label value with quotes and newlines is escaped", "[unit][metrics]") {
  Metrics metrics;
  metrics.Counter("mib_test_total", "Things.", {{"kind", "a\"b\\c\nd"}}).Increment();
  CHECK(metrics.Render().find(R"(mib_test_total{kind="a\"b\\c\nd"} 1)") != std::string::npos);
}

TEST_CASE("Names are sorted and leave out the process's own", "[unit][metrics]") {
  Metrics metrics;
  metrics.Gauge("mib_b", "B.");
  metrics.Counter("mib_a_total", "A.");
  CHECK(metrics.Names() == std::vector<std::string>{"mib_a_total", "mib_b"});
}

TEST_CASE("The process's own figures are plausible", "[unit][metrics]") {
  const std::string text = Metrics().Render();
  CHECK(ValueOf(text, "process_resident_memory_bytes") > 1e6);
  CHECK(ValueOf(text, "process_virtual_memory_bytes") >= ValueOf(text, "process_resident_memory_bytes"));
  CHECK(ValueOf(text, "process_threads") >= 1);
  CHECK(ValueOf(text, "process_open_fds") >= 3);
  CHECK(ValueOf(text, "process_max_fds") >= ValueOf(text, "process_open_fds"));
  const double now = static_cast<double>(std::time(nullptr));
  const double started = ValueOf(text, "process_start_time_seconds");
  CHECK(started <= now + 2);
  CHECK(started > now - 3600);
  CHECK(ValueOf(text, "process_cpu_seconds_total") >= 0);
}

}  // namespace
}  // namespace mib::telemetry
