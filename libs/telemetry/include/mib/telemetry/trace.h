#pragma once

// Spans: timed pieces of one trace, exported by OpenTelemetry. No OpenTelemetry type appears here.
//
//   telemetry::Span span("store bars", telemetry::SpanKind::kClient);     // child of the thread's current trace
//   span.Set("db.rows", rows);
//   span.Fail(status);                                                     // ends at the end of the scope

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "mib/base/trace_context.h"

namespace mib::telemetry {

struct TraceOptions {
  std::string service = {};
  /// OTLP/HTTP endpoint; empty: not used.
  std::string otlp_endpoint = {};
  /// File that gets finished spans as lines of OTLP JSON; empty: not used. At 64 MiB it becomes <file>.1 and a new one
  /// is begun.
  std::string file = {};
  double sample_ratio = 1;
};

/// Starts the exporter; until then, and with neither endpoint nor file, spans carry ids but are not exported. Again
/// only after ShutdownTracing. Spans that cannot be exported are dropped: tracing never holds up work.
absl::Status InitTracing(const TraceOptions& options);
/// Exports what is left; at most 5 s.
void ShutdownTracing();

enum class SpanKind { kInternal, kServer, kClient, kProducer, kConsumer };

/// Made and ended on one thread; while it lives it is the thread's current trace, unless made with `parent` and
/// kDetached.
class Span {
 public:
  enum class Scope { kCurrent, kDetached };

  /// A child of the thread's current trace, or the root of a new one.
  explicit Span(std::string_view name, SpanKind kind = SpanKind::kInternal);
  /// A child of `parent` (from a header); with kDetached it may end on another thread and never becomes current.
  Span(std::string_view name, SpanKind kind, const TraceContext& parent, Scope scope = Scope::kCurrent);
  ~Span();
  Span(Span&&) noexcept;
  Span& operator=(Span&&) = delete;

  void Set(std::string_view key, std::string_view value);
  void Set(std::string_view key, int64_t value);
  /// Marks the span as failed when the status is not OK.
  void Fail(const absl::Status& status);
  void End();
  const TraceContext& context() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mib::telemetry
