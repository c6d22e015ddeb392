#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "mib/base/trace_context.h"
#include "mib/kafka/record.h"
#include "mib/telemetry/trace.h"

namespace mib::kafka {

/// Goes on with the traces that records came with, for a reader that does the work of many records at once:
///
///   traces.Add(record);                           // as each is applied
///   const ScopedTrace scope(traces.context());    // while all of them are stored
///   traces.End(status);                           // when they are stored, or given up
///
/// Each sampled trace gets a consumer span from Add to End, a child of the span in which the record was written;
/// records written in one span share one. For one thread at a time.
class ConsumedTraces {
 public:
  /// A transaction has at most this many spans: one that catches up takes thousands of records, whose spans would push
  /// all others out of the exporter's queue. The traces of later records end with the span that wrote them.
  static constexpr size_t kMaxSpans = 64;

  void Add(const ConsumedRecord& record);

  /// Common work can belong to one trace only: that of the first span, which the attribute transaction.trace_id of the
  /// others names. Without spans it is the first trace, not sampled; not valid when no record came with one.
  const TraceContext& context() const { return context_; }

  /// Ends the spans, as failed unless `status` is OK, and begins anew.
  void End(const absl::Status& status);

 private:
  struct Begun {
    std::array<uint8_t, 8> parent_span_id;
    telemetry::Span span;
  };

  TraceContext context_;
  std::vector<Begun> begun_;
};

}  // namespace mib::kafka
