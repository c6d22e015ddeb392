#include "file_exporter.h"

#include <array>
#include <string_view>

#include "fmt/format.h"
#include "mib/base/json_text.h"

namespace mib::telemetry {
namespace {

namespace sdk = opentelemetry::sdk;
namespace trace = opentelemetry::trace;

std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(text, &out);
  return out;
}

std::string Quoted(opentelemetry::nostd::string_view text) {
  return Quoted(std::string_view(text.data(), text.size()));
}

template <typename Id>
std::string Hex(const Id& id) {
  std::array<char, 2 * Id::kSize> digits;
  id.ToLowerBase16(digits);
  return {digits.data(), digits.size()};
}

// Span sets attributes as text and 64-bit integers only.
std::string Attributes(const std::unordered_map<std::string, sdk::common::OwnedAttributeValue>& attributes) {
  std::string out;
  for (const auto& [key, value] : attributes) {
    std::string json;
    if (const auto* text = opentelemetry::nostd::get_if<std::string>(&value)) {
      json = fmt::format(R"({{"stringValue":{}}})", Quoted(std::string_view(*text)));
    } else if (const auto* number = opentelemetry::nostd::get_if<int64_t>(&value)) {
      json = fmt::format(R"({{"intValue":"{}"}})", *number);
    } else {
      continue;
    }
    out += fmt::format(R"({}{{"key":{},"value":{}}})", out.empty() ? "" : ",", Quoted(std::string_view(key)), json);
  }
  return '[' + out + ']';
}

// OTLP counts kinds from 1; 0 is "unspecified".
int KindOf(const sdk::trace::SpanData& span) { return static_cast<int>(span.GetSpanKind()) + 1; }

}  // namespace

std::string ToOtlpJson(const sdk::trace::SpanData& span) {
  const auto start = span.GetStartTime().time_since_epoch().count();
  std::string body = fmt::format(R"({{"traceId":"{}","spanId":"{}",)", Hex(span.GetTraceId()), Hex(span.GetSpanId()));
  if (span.GetParentSpanId().IsValid()) body += fmt::format(R"("parentSpanId":"{}",)", Hex(span.GetParentSpanId()));
  body += fmt::format(R"("name":{},"kind":{},"startTimeUnixNano":"{}","endTimeUnixNano":"{}","attributes":{})",
                      Quoted(span.GetName()), KindOf(span), start, start + span.GetDuration().count(),
                      Attributes(span.GetAttributes()));
  if (span.GetStatus() == trace::StatusCode::kError) {
    body += fmt::format(R"(,"status":{{"code":2,"message":{}}})", Quoted(span.GetDescription()));
  }
  body += '}';
  return fmt::format(
      R"({{"resourceSpans":[{{"resource":{{"attributes":{}}},"scopeSpans":[{{"scope":{{"name":{}}},"spans":[{}]}}]}}]}})"
      "\n",
      Attributes(span.GetResource().GetAttributes()),
      Quoted(std::string_view(span.GetInstrumentationScope().GetName())), body);
}

std::unique_ptr<sdk::trace::Recordable> FileExporter::MakeRecordable() noexcept {
  return std::make_unique<sdk::trace::SpanData>();
}

sdk::common::ExportResult FileExporter::Export(
    const opentelemetry::nostd::span<std::unique_ptr<sdk::trace::Recordable>>& spans) noexcept {
  bool written = true;
  for (const auto& recordable : spans) {
    written = file_->Append(ToOtlpJson(static_cast<const sdk::trace::SpanData&>(*recordable))) && written;
  }
  return written ? sdk::common::ExportResult::kSuccess : sdk::common::ExportResult::kFailure;
}

}  // namespace mib::telemetry
