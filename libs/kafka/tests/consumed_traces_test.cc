#include "mib/kafka/consumed_traces.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace mib::kafka {
namespace {

constexpr char kTrace[] = "4bf92f3577b34da6a3ce929d0e0e4736";

/// A record written in span number `span` of a trace.
ConsumedRecord Written(int span, std::string_view flags = "01", std::string_view trace = kTrace) {
  ConsumedRecord record;
  record.source = {"mib.test.v1", 3};
  record.offset = 100 + span;
  record.headers = {{"traceparent", fmt::format("00-{}-{:016x}-{}", trace, span, flags)}};
  return record;
}

/// Exports into a file while it lives.
class Export {
 public:
  Export() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mib-consumed-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    REQUIRE(telemetry::InitTracing({.service = "reader", .file = File()}).ok());
  }
  ~Export() {
    telemetry::ShutdownTracing();
    std::filesystem::remove_all(folder_);
  }
  /// The finished spans, one each; no more are taken.
  std::vector<std::string> Spans() {
    telemetry::ShutdownTracing();
    std::vector<std::string> lines;
    std::ifstream file(File());
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

 private:
  std::string File() const { return folder_ + "/spans.jsonl"; }
  std::string folder_;
};

bool Has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("A record's trace goes on in a consumer span that ends with the work", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  traces.Add(Written(7));
  CHECK(traces.context().TraceIdHex() == kTrace);
  CHECK(traces.context().SpanIdHex() != "0000000000000007");
  CHECK(traces.context().sampled);
  CHECK_FALSE(CurrentTrace().valid());
  traces.End(absl::OkStatus());
  CHECK_FALSE(traces.context().valid());

  const auto spans = exported.Spans();
  REQUIRE(spans.size() == 1);
  CHECK(Has(spans[0], R"("name":"process mib.test.v1")"));
  CHECK(Has(spans[0], R"("parentSpanId":"0000000000000007")"));
  CHECK(Has(spans[0], R"("kind":5)"));  // CONSUMER in OTLP
  CHECK(Has(spans[0], R"({"key":"messaging.kafka.offset","value":{"intValue":"107"}})"));
  CHECK_FALSE(Has(spans[0], "error.type"));
}

TEST_CASE("Work that failed fails the spans", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  traces.Add(Written(1));
  traces.End(absl::AbortedError("given up"));
  const auto spans = exported.Spans();
  REQUIRE(spans.size() == 1);
  CHECK(Has(spans[0], "ABORTED: given up"));
}

TEST_CASE("Work on several traces belongs to the first, which the others name", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  traces.Add(Written(1));
  const TraceContext first = traces.context();
  traces.Add(Written(2, "01", "0af7651916cd43dd8448eb211c80319c"));
  CHECK(traces.context().ToTraceparent() == first.ToTraceparent());
  traces.End(absl::OkStatus());

  const auto spans = exported.Spans();
  REQUIRE(spans.size() == 2);
  const std::string named = fmt::format(R"({{"key":"transaction.trace_id","value":{{"stringValue":"{}"}}}})", kTrace);
  CHECK_FALSE(Has(spans[0], named));
  CHECK(Has(spans[1], R"("traceId":"0af7651916cd43dd8448eb211c80319c")"));
  CHECK(Has(spans[1], named));
}

TEST_CASE("Records written in one span share a span", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  for (const int span : {1, 2, 1, 2, 1}) traces.Add(Written(span));
  traces.End(absl::OkStatus());
  CHECK(exported.Spans().size() == 2);
}

TEST_CASE("A trace that was not sampled goes on without spans until a sampled one comes", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  traces.Add(Written(1, "00"));
  traces.Add(Written(2, "00"));
  CHECK(traces.context().ToTraceparent() == Written(1, "00").Header("traceparent"));
  traces.Add(Written(3, "01", "0af7651916cd43dd8448eb211c80319c"));
  CHECK(traces.context().TraceIdHex() == "0af7651916cd43dd8448eb211c80319c");
  traces.End(absl::OkStatus());
  CHECK(exported.Spans().size() == 1);
}

TEST_CASE("A record without a trace, or with a header that is none, begins nothing", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  traces.Add(ConsumedRecord{});
  ConsumedRecord broken;
  broken.headers = {{"traceparent", "00-00000000000000000000000000000000-0000000000000000-01"}};
  traces.Add(broken);
  CHECK_FALSE(traces.context().valid());
  traces.End(absl::OkStatus());
  CHECK(exported.Spans().empty());
}

TEST_CASE("However many records there are, the spans are bounded; ended, there is room again", "[unit][trace]") {
  Export exported;
  ConsumedTraces traces;
  for (int span = 1; span <= 2000; ++span) traces.Add(Written(span));
  traces.End(absl::OkStatus());
  traces.Add(Written(2001));
  CHECK(traces.context().valid());
  traces.End(absl::OkStatus());
  CHECK(exported.Spans().size() == ConsumedTraces::kMaxSpans + 1);
}

}  // namespace
}  // namespace mib::kafka
