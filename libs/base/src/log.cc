#include "mib/base/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <utility>

#include "absl/time/clock.h"
#include "fmt/format.h"
#include "mib/base/json_text.h"
#include "mib/base/redact.h"
#include "mib/base/time.h"
#include "mib/base/trace_context.h"

namespace mib::log {
namespace {

constexpr std::array<std::string_view, 5> kLevelNames = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
constexpr std::array<std::string_view, 7> kOwnKeys = {"timestamp", "level",   "service",       "message",
                                                      "trace_id",  "span_id", "correlation_id"};

// One log per process is the nature of the thing; everything else takes what it needs by constructor.
std::string service_name;
std::atomic<Level> minimum_level = Level::kInfo;

void AppendPair(std::string_view key, std::string_view value, std::string* line) {
  *line += ',';
  AppendJsonString(key, line);
  *line += ':';
  AppendJsonString(Redact(value), line);
}

struct ValueWriter {
  std::string* line;
  void operator()(const std::string& value) const { AppendJsonString(Redact(value), line); }
  void operator()(int64_t value) const { *line += fmt::format("{}", value); }
  void operator()(uint64_t value) const { *line += fmt::format("{}", value); }
  // JSON has no NaN and no infinity.
  void operator()(double value) const { *line += std::isfinite(value) ? fmt::format("{}", value) : "null"; }
  void operator()(bool value) const { *line += value ? "true" : "false"; }
};

void AppendField(const Field& field, std::string* line) {
  *line += ',';
  // A field may not overrule what the line says of itself.
  bool taken = false;
  for (const std::string_view own : kOwnKeys) taken = taken || field.key == own;
  AppendJsonString(taken ? fmt::format("field_{}", field.key) : std::string(field.key), line);
  *line += ':';
  if (IsSecretName(field.key)) {
    AppendJsonString(kRedacted, line);
  } else {
    std::visit(ValueWriter{line}, field.value);
  }
}

}  // namespace

void Init(std::string_view service, Level level) {
  service_name = service;
  minimum_level = level;
}

bool ParseLevel(std::string_view text, Level* level) {
  constexpr std::array<std::string_view, 5> kNames = {"debug", "info", "warning", "error", "critical"};
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) {
      *level = static_cast<Level>(i);
      return true;
    }
  }
  return false;
}

void SetLevel(Level level) { minimum_level = level; }

std::string Render(Level level, std::string_view message, Fields fields) {
  std::string line = fmt::format(R"({{"timestamp":"{}","level":"{}")", mib::FormatTime(absl::Now()),
                                 kLevelNames[static_cast<size_t>(level)]);
  AppendPair("service", service_name, &line);
  AppendPair("message", message, &line);
  const TraceContext& trace = CurrentTrace();
  if (trace.valid()) {
    AppendPair("trace_id", trace.TraceIdHex(), &line);
    AppendPair("span_id", trace.SpanIdHex(), &line);
  }
  if (!CurrentCorrelationId().empty()) AppendPair("correlation_id", CurrentCorrelationId(), &line);
  for (const Field& field : fields) AppendField(field, &line);
  line += '}';
  return line;
}

void Write(Level level, std::string_view message, Fields fields) {
  if (level < minimum_level.load(std::memory_order_relaxed)) return;
  // One write per line keeps the lines of several threads apart. A line that standard error does not take is lost:
  // there is nowhere to say so.
  const std::string line = Render(level, message, fields) + '\n';
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace mib::log
