#include "mib/base/trace_context.h"

#include <catch2/catch_test_macros.hpp>
#include <thread>

namespace mib {
namespace {

// The example of the W3C recommendation.
constexpr char kExample[] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST_CASE("A traceparent survives reading and writing", "[unit][trace]") {
  const std::optional<TraceContext> context = TraceContext::FromTraceparent(kExample);
  REQUIRE(context.has_value());
  CHECK(context->TraceIdHex() == "4bf92f3577b34da6a3ce929d0e0e4736");
  CHECK(context->SpanIdHex() == "00f067aa0ba902b7");
  CHECK(context->sampled);
  CHECK(context->ToTraceparent() == kExample);
}

TEST_CASE("The sampled flag is the lowest bit alone", "[unit][trace]") {
  const std::string ids = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-";
  CHECK_FALSE(TraceContext::FromTraceparent(ids + "00")->sampled);
  CHECK_FALSE(TraceContext::FromTraceparent(ids + "02")->sampled);
  CHECK(TraceContext::FromTraceparent(ids + "ff")->sampled);
}

TEST_CASE("A later version may be longer, version 0 may not", "[unit][trace]") {
  const std::string rest = std::string(kExample).substr(2);
  CHECK(TraceContext::FromTraceparent("01" + rest).has_value());
  CHECK(TraceContext::FromTraceparent("01" + rest + "-more").has_value());
  CHECK_FALSE(TraceContext::FromTraceparent("01" + rest + "more").has_value());
  CHECK_FALSE(TraceContext::FromTraceparent("00" + rest + "-more").has_value());
}

TEST_CASE("Headers that the standard does not allow give nothing", "[unit][trace]") {
  for (const char* header : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                             "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                             "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                             "00-4bf92f3577b34da6a3ce929d0e0e473x-00f067aa0ba902b7-01",
                             "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                             "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0"}) {
    CAPTURE(header);
    CHECK_FALSE(TraceContext::FromTraceparent(header).has_value());
  }
}

TEST_CASE("A scope sets the thread's trace and puts back the one before", "[unit][trace]") {
  const TraceContext outer = *TraceContext::FromTraceparent(kExample);
  TraceContext inner = outer;
  inner.span_id[0] = 0x11;
  CHECK_FALSE(CurrentTrace().valid());
  {
    const ScopedTrace outer_scope(outer, "req_1");
    {
      const ScopedTrace inner_scope(inner);
      CHECK(CurrentTrace().span_id == inner.span_id);
      CHECK(CurrentCorrelationId() == "req_1");
    }
    CHECK(CurrentTrace().span_id == outer.span_id);
    bool other_has_trace = true;
    std::thread([&] { other_has_trace = CurrentTrace().valid(); }).join();
    CHECK_FALSE(other_has_trace);
  }
  CHECK_FALSE(CurrentTrace().valid());
  CHECK(CurrentCorrelationId().empty());
}

}  // namespace
}  // namespace mib
