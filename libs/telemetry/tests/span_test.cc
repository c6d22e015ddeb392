#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "mib/telemetry/trace.h"

namespace mib::telemetry {
namespace {

constexpr char kIncoming[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST_CASE("Without an exporter spans still have ids of their own", "[unit][trace]") {
  const Span span("work");
  CHECK(span.context().valid());
  CHECK(CurrentTrace().span_id == span.context().span_id);
  CHECK_FALSE(span.context().sampled);
}

TEST_CASE("A span made inside another is its child, and the thread's trace is put back", "[unit][trace]") {
  CHECK_FALSE(CurrentTrace().valid());
  {
    const Span outer("outer");
    {
      const Span inner("inner");
      CHECK(inner.context().trace_id == outer.context().trace_id);
      CHECK(inner.context().span_id != outer.context().span_id);
    }
    CHECK(CurrentTrace().span_id == outer.context().span_id);
  }
  CHECK_FALSE(CurrentTrace().valid());
}

TEST_CASE("A span goes on with the trace that came in a header, and with its sampled flag", "[unit][trace]") {
  const TraceContext parent = *TraceContext::FromTraceparent(kIncoming);
  const Span span("serve", SpanKind::kServer, parent);
  CHECK(span.context().trace_id == parent.trace_id);
  CHECK(span.context().span_id != parent.span_id);
  CHECK(span.context().sampled);
}

TEST_CASE("A detached span never becomes the thread's trace and may be moved", "[unit][trace]") {
  Span span("call", SpanKind::kClient, *TraceContext::FromTraceparent(kIncoming), Span::Scope::kDetached);
  CHECK_FALSE(CurrentTrace().valid());
  Span moved = std::move(span);
  moved.Set("rpc.method", "GetQuote");
  moved.Fail(absl::UnavailableError("away"));
  moved.End();
  CHECK(moved.context().valid());
}

TEST_CASE("Ending a span early puts back the trace before it, once", "[unit][trace]") {
  Span outer("outer");
  Span inner("inner");
  inner.End();
  CHECK(CurrentTrace().span_id == outer.context().span_id);
  inner.End();
  CHECK(CurrentTrace().span_id == outer.context().span_id);
}

}  // namespace
}  // namespace mib::telemetry
