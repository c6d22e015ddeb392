#pragma once

// Which trace the current work belongs to (W3C Trace Context). The context of the running thread goes into log lines
// and onto the wire.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mib {

struct TraceContext {
  std::array<uint8_t, 16> trace_id{};
  std::array<uint8_t, 8> span_id{};
  bool sampled = false;

  bool valid() const;
  std::string TraceIdHex() const;
  std::string SpanIdHex() const;
  /// "00-<trace id>-<span id>-01"
  std::string ToTraceparent() const;
  /// Nothing for a header that the standard does not allow.
  static std::optional<TraceContext> FromTraceparent(std::string_view header);
};

/// The context of this thread; not valid where none was set.
const TraceContext& CurrentTrace();
/// The correlation (request) id of this thread, or empty.
const std::string& CurrentCorrelationId();

/// Sets the context of this thread for its own lifetime, then puts back the one before.
class ScopedTrace {
 public:
  explicit ScopedTrace(const TraceContext& context, std::string_view correlation_id = {});
  ~ScopedTrace();
  ScopedTrace(const ScopedTrace&) = delete;
  ScopedTrace& operator=(const ScopedTrace&) = delete;

 private:
  TraceContext before_;
  std::string correlation_before_;
};

}  // namespace mib
