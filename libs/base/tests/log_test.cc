#include "mib/base/log.h"

#include <unistd.h>

#include <array>
#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "mib/base/trace_context.h"

namespace mib {
namespace {

// Everything after the timestamp, which is the machine's.
std::string AfterTimestamp(const std::string& line) {
  const std::string start = R"({"timestamp":")";
  REQUIRE(line.substr(0, start.size()) == start);
  return line.substr(line.find("\",", start.size()) + 2);
}

// What a function writes to standard error.
template <typename Function>
std::string StandardErrorOf(Function function) {
  std::array<int, 2> ends;
  REQUIRE(pipe(ends.data()) == 0);
  const int saved = dup(STDERR_FILENO);
  dup2(ends[1], STDERR_FILENO);
  function();
  dup2(saved, STDERR_FILENO);
  close(saved);
  close(ends[1]);
  std::string text(4096, '\0');
  const ssize_t size = read(ends[0], text.data(), text.size());
  close(ends[0]);
  text.resize(size > 0 ? static_cast<size_t>(size) : 0);
  return text;
}

TEST_CASE("A line is one JSON object with the service, the message and the fields", "[unit][log]") {
  log::Init("auth", log::Level::kInfo);
  const std::string line = log::Render(log::Level::kWarning, "refused \"x\"",
                                       {{"status", 503},
                                        {"ratio", 0.5},
                                        {"retry", true},
                                        {"url", "http://h/\n"},
                                        {"big", std::numeric_limits<uint64_t>::max()}});
  CHECK(AfterTimestamp(line) ==
        R"("level":"WARNING","service":"auth","message":"refused \"x\"","status":503,"ratio":0.5,"retry":true,)"
        R"("url":"http://h/\n","big":18446744073709551615})");
}

TEST_CASE("Numbers that JSON does not have become null", "[unit][log]") {
  const std::string line =
      log::Render(log::Level::kInfo, "m",
                  {{"a", std::numeric_limits<double>::quiet_NaN()}, {"b", std::numeric_limits<double>::infinity()}});
  CHECK(line.find(R"("a":null,"b":null})") != std::string::npos);
}

TEST_CASE("The thread's trace and correlation id are in the line", "[unit][log]") {
  log::Init("auth", log::Level::kInfo);
  const auto context = TraceContext::FromTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  const ScopedTrace scope(*context, "req_1");
  CHECK(AfterTimestamp(log::Render(log::Level::kInfo, "m", {})) ==
        R"("level":"INFO","service":"auth","message":"m","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736",)"
        R"("span_id":"00f067aa0ba902b7","correlation_id":"req_1"})");
}

TEST_CASE("Secrets do not reach the log, by name or inside a text", "[unit][log]") {
  const std::string line =
      log::Render(log::Level::kError, "GET /?apikey=canary1",
                  {{"password", "canary2"}, {"token", 12345}, {"error", "bearer canary3.canary3.canary3"}});
  CHECK(line.find("canary") == std::string::npos);
  CHECK(line.find("12345") == std::string::npos);
  CHECK(line.find(R"("password":"***")") != std::string::npos);
}

TEST_CASE("A field cannot overrule the line's own keys", "[unit][log]") {
  const std::string line = log::Render(log::Level::kInfo, "real", {{"message", "forged"}});
  CHECK(line.find(R"("field_message":"forged")") != std::string::npos);
}

TEST_CASE("Lines below the level are not written, others are, each with a newline", "[unit][log]") {
  log::Init("auth", log::Level::kWarning);
  const std::string written = StandardErrorOf([] {
    log::Info("quiet");
    log::Warning("first");
    log::SetLevel(log::Level::kDebug);
    log::Debug("second");
  });
  CHECK(written.find("quiet") == std::string::npos);
  CHECK(written.find("\"first\"}\n{\"timestamp\"") != std::string::npos);
  CHECK(written.find("\"second\"}\n") == written.size() - 10);
}

TEST_CASE("Level names are lower case", "[unit][log]") {
  log::Level level = log::Level::kInfo;
  CHECK(log::ParseLevel("critical", &level));
  CHECK(level == log::Level::kCritical);
  CHECK_FALSE(log::ParseLevel("CRITICAL", &level));
  CHECK_FALSE(log::ParseLevel("", &level));
  CHECK(level == log::Level::kCritical);
}

}  // namespace
}  // namespace mib
