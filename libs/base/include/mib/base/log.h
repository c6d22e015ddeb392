#pragma once

// One JSON object per line on standard error: timestamp, level, service, message, trace_id, span_id, correlation_id,
// and the fields given.
//
//   log::Warning("webhook refused", {{"url", url}, {"status", 503}});
//
// Thread safe. Values under keys that name secrets, and secrets inside strings, are replaced by "***"
// (mib/base/redact.h). The thread's trace and correlation id are left out where there is none.

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace mib::log {

enum class Level { kDebug, kInfo, kWarning, kError, kCritical };

class Field {
 public:
  using Value = std::variant<std::string, int64_t, uint64_t, double, bool>;

  Field(std::string_view name, std::string_view v) : key(name), value(std::string(v)) {}
  Field(std::string_view name, const char* v) : key(name), value(std::string(v)) {}
  Field(std::string_view name, const std::string& v) : key(name), value(v) {}
  template <typename T>
    requires std::is_arithmetic_v<T>
  Field(std::string_view name, T v) : key(name) {
    if constexpr (std::is_same_v<T, bool>) {
      value = v;
    } else if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<double>(v);
    } else if constexpr (std::is_unsigned_v<T>) {
      value = static_cast<uint64_t>(v);
    } else {
      value = static_cast<int64_t>(v);
    }
  }

  std::string_view key;
  Value value;
};
using Fields = std::initializer_list<Field>;

/// Once, before threads start. `service` goes into every line.
void Init(std::string_view service, Level level);
/// "debug" ... "critical"; false for anything else.
bool ParseLevel(std::string_view text, Level* level);
void SetLevel(Level level);

void Write(Level level, std::string_view message, Fields fields);
inline void Debug(std::string_view message, Fields fields = {}) { Write(Level::kDebug, message, fields); }
inline void Info(std::string_view message, Fields fields = {}) { Write(Level::kInfo, message, fields); }
inline void Warning(std::string_view message, Fields fields = {}) { Write(Level::kWarning, message, fields); }
inline void Error(std::string_view message, Fields fields = {}) { Write(Level::kError, message, fields); }
inline void Critical(std::string_view message, Fields fields = {}) { Write(Level::kCritical, message, fields); }

/// The line that Write would print, without the newline. For tests.
std::string Render(Level level, std::string_view message, Fields fields);

}  // namespace mib::log
