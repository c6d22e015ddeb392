#include "mib/kafka/consumed_traces.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace mib::kafka {

using telemetry::Span;
using telemetry::SpanKind;

void ConsumedTraces::Add(const ConsumedRecord& record) {
  if (begun_.size() == kMaxSpans) return;
  const std::optional<TraceContext> parent = TraceContext::FromTraceparent(record.Header("traceparent"));
  if (!parent) return;
  if (!parent->sampled) {
    if (!context_.valid()) context_ = *parent;
    return;
  }
  const auto same_parent = [&](const Begun& begun) { return begun.parent_span_id == parent->span_id; };
  if (std::any_of(begun_.begin(), begun_.end(), same_parent)) return;

  Span span("process " + record.source.topic, SpanKind::kConsumer, *parent, Span::Scope::kDetached);
  span.Set("messaging.system", "kafka");
  span.Set("messaging.kafka.partition", int64_t{record.source.partition});
  span.Set("messaging.kafka.offset", record.offset);
  if (begun_.empty()) {
    context_ = span.context();
  } else {
    span.Set("transaction.trace_id", context_.TraceIdHex());
  }
  begun_.push_back({parent->span_id, std::move(span)});
}

void ConsumedTraces::End(const absl::Status& status) {
  for (Begun& begun : begun_) begun.span.Fail(status);
  begun_.clear();
  context_ = {};
}

}  // namespace mib::kafka
