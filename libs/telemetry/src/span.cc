#include <opentelemetry/nostd/shared_ptr.h>
#include <opentelemetry/trace/span.h>
#include <opentelemetry/trace/span_context.h>
#include <opentelemetry/trace/span_startoptions.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "mib/base/ids.h"
#include "mib/base/redact.h"
#include "mib/base/status.h"
#include "mib/telemetry/trace.h"
#include "tracing.h"

namespace mib::telemetry {
namespace {

namespace trace = opentelemetry::trace;
using opentelemetry::nostd::string_view;
using OtelSpan = opentelemetry::nostd::shared_ptr<trace::Span>;

string_view View(std::string_view text) { return {text.data(), text.size()}; }

trace::SpanKind ToOtel(SpanKind kind) {
  switch (kind) {
    case SpanKind::kInternal:
      return trace::SpanKind::kInternal;
    case SpanKind::kServer:
      return trace::SpanKind::kServer;
    case SpanKind::kClient:
      return trace::SpanKind::kClient;
    case SpanKind::kProducer:
      return trace::SpanKind::kProducer;
    case SpanKind::kConsumer:
      return trace::SpanKind::kConsumer;
  }
  return trace::SpanKind::kInternal;
}

trace::SpanContext ToOtel(const TraceContext& context) {
  const trace::TraceFlags flags(context.sampled ? trace::TraceFlags::kIsSampled : uint8_t{0});
  return {trace::TraceId({context.trace_id.data(), context.trace_id.size()}),
          trace::SpanId({context.span_id.data(), context.span_id.size()}), flags, /*is_remote=*/true};
}

TraceContext FromOtel(const trace::SpanContext& otel) {
  TraceContext context;
  std::ranges::copy(otel.trace_id().Id(), context.trace_id.begin());
  std::ranges::copy(otel.span_id().Id(), context.span_id.begin());
  context.sampled = otel.IsSampled();
  return context;
}

// Without an exporter the ids are ours: what comes in with a trace goes out with the same one.
TraceContext ChildOf(const TraceContext& parent) {
  TraceContext child;
  if (parent.valid()) {
    child.trace_id = parent.trace_id;
    child.sampled = parent.sampled;
  } else {
    RandomBytes(child.trace_id.data(), child.trace_id.size());
  }
  RandomBytes(child.span_id.data(), child.span_id.size());
  return child;
}

}  // namespace

struct Span::Impl {
  TraceContext context;
  OtelSpan otel;
  std::optional<ScopedTrace> scope;
};

Span::Span(std::string_view name, SpanKind kind) : Span(name, kind, CurrentTrace(), Scope::kCurrent) {}

Span::Span(std::string_view name, SpanKind kind, const TraceContext& parent, Scope scope)
    : impl_(std::make_unique<Impl>()) {
  if (trace::Tracer* const tracer = CurrentTracer()) {
    trace::StartSpanOptions options;
    options.kind = ToOtel(kind);
    if (parent.valid()) options.parent = ToOtel(parent);
    impl_->otel = tracer->StartSpan(View(name), options);
    impl_->context = FromOtel(impl_->otel->GetContext());
  } else {
    impl_->context = ChildOf(parent);
  }
  if (scope == Scope::kCurrent) impl_->scope.emplace(impl_->context);
}

Span::~Span() {
  if (impl_) End();
}

Span::Span(Span&&) noexcept = default;

void Span::Set(std::string_view key, std::string_view value) {
  if (!impl_->otel) return;
  const std::string safe = IsSecretName(key) ? std::string(kRedacted) : Redact(value);
  impl_->otel->SetAttribute(View(key), View(safe));
}

void Span::Set(std::string_view key, int64_t value) {
  if (impl_->otel) impl_->otel->SetAttribute(View(key), value);
}

void Span::Fail(const absl::Status& status) {
  if (status.ok() || !impl_->otel) return;
  impl_->otel->SetAttribute("error.type", View(absl::StatusCodeToString(status.code())));
  impl_->otel->SetStatus(trace::StatusCode::kError, View(Redact(ToString(status))));
}

void Span::End() {
  if (impl_->otel) impl_->otel->End();
  impl_->scope.reset();
}

const TraceContext& Span::context() const { return impl_->context; }

}  // namespace mib::telemetry
