#include "process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>

namespace mib::telemetry {
namespace {

prometheus::MetricFamily Family(const char* name, const char* help, prometheus::MetricType type, double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter) {
    metric.counter.value = value;
  } else {
    metric.gauge.value = value;
  }
  return {name, help, type, {metric}};
}

// Fields of /proc/self/stat by their number in proc(5). The second may hold spaces, so counting starts after its
// bracket.
std::optional<double> StatField(int number) {
  std::ifstream file("/proc/self/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  const size_t bracket = line.rfind(')');
  if (bracket == std::string::npos) return std::nullopt;
  std::istringstream fields(line.substr(bracket + 1));
  std::string field;
  for (int i = 3; i <= number; ++i) fields >> field;
  return fields ? std::optional(std::strtod(field.c_str(), nullptr)) : std::nullopt;
}

std::optional<double> StartTime() {
  std::ifstream file("/proc/stat");
  std::string key;
  double boot_time = 0;
  while (file >> key) {
    if (key == "btime" && file >> boot_time) break;
    file.ignore(1 << 20, '\n');
  }
  const std::optional<double> ticks = StatField(22);
  if (boot_time == 0 || !ticks) return std::nullopt;
  return boot_time + *ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::optional<double> OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return std::nullopt;
  // One of them is the directory that is being read.
  return static_cast<double>(std::distance(begin(files), end(files))) - 1;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double MaxFiles() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  return static_cast<double>(limit.rlim_cur);
}

}  // namespace

std::vector<prometheus::MetricFamily> CollectProcessMetrics() {
  std::vector<prometheus::MetricFamily> families;
  const auto add = [&](const char* name, const char* help, prometheus::MetricType type, std::optional<double> value) {
    if (value) families.push_back(Family(name, help, type, *value));
  };
  const auto gauge = prometheus::MetricType::Gauge;
  const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
  const std::optional<double> resident_pages = StatField(24);
  add("process_cpu_seconds_total", "User and system CPU time spent.", prometheus::MetricType::Counter, CpuSeconds());
  add("process_resident_memory_bytes", "Memory in RAM.", gauge,
      resident_pages ? std::optional(*resident_pages * page) : std::nullopt);
  add("process_virtual_memory_bytes", "Address space in use.", gauge, StatField(23));
  add("process_threads", "Threads running.", gauge, StatField(20));
  add("process_open_fds", "Open file descriptors.", gauge, OpenFiles());
  add("process_max_fds", "File descriptors that may be open.", gauge, MaxFiles());
  add("process_start_time_seconds", "When the process began, in Unix time.", gauge, StartTime());
  return families;
}

}  // namespace mib::telemetry
