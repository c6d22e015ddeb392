#include "mib/base/trace_context.h"

#include <algorithm>
#include <span>
#include <utility>

namespace mib {
namespace {

constexpr char kLowerHex[] = "0123456789abcdef";
// version-traceid-spanid-flags
constexpr size_t kTraceparentSize = 2 + 1 + 32 + 1 + 16 + 1 + 2;

std::string ToHex(std::span<const uint8_t> bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const uint8_t byte : bytes) {
    text += kLowerHex[byte >> 4];
    text += kLowerHex[byte & 15];
  }
  return text;
}

// The standard wants lower case; -1 for everything else.
int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool FromHex(std::string_view text, std::span<uint8_t> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    const int high = HexValue(text[2 * i]);
    const int low = HexValue(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    out[i] = static_cast<uint8_t>(high * 16 + low);
  }
  return true;
}

bool AllZero(std::span<const uint8_t> bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](uint8_t byte) { return byte == 0; });
}

thread_local TraceContext current_trace;
thread_local std::string current_correlation_id;

}  // namespace

bool TraceContext::valid() const { return !AllZero(trace_id) && !AllZero(span_id); }

std::string TraceContext::TraceIdHex() const { return ToHex(trace_id); }

std::string TraceContext::SpanIdHex() const { return ToHex(span_id); }

std::string TraceContext::ToTraceparent() const {
  return "00-" + TraceIdHex() + '-' + SpanIdHex() + (sampled ? "-01" : "-00");
}

std::optional<TraceContext> TraceContext::FromTraceparent(std::string_view header) {
  if (header.size() < kTraceparentSize) return std::nullopt;
  if (header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  std::array<uint8_t, 1> version;
  std::array<uint8_t, 1> flags;
  TraceContext context;
  if (!FromHex(header.substr(0, 2), version) || !FromHex(header.substr(3, 32), context.trace_id) ||
      !FromHex(header.substr(36, 16), context.span_id) || !FromHex(header.substr(53, 2), flags)) {
    return std::nullopt;
  }
  if (version[0] == 0xff || !context.valid()) return std::nullopt;
  // Later versions may say more, after another dash; version 0 may not.
  if (header.size() > kTraceparentSize && (version[0] == 0 || header[kTraceparentSize] != '-')) return std::nullopt;
  context.sampled = (flags[0] & 1) != 0;
  return context;
}

const TraceContext& CurrentTrace() { return current_trace; }

const std::string& CurrentCorrelationId() { return current_correlation_id; }

ScopedTrace::ScopedTrace(const TraceContext& context, std::string_view correlation_id)
    : before_(current_trace), correlation_before_(current_correlation_id) {
  current_trace = context;
  if (!correlation_id.empty()) current_correlation_id = correlation_id;
}

ScopedTrace::~ScopedTrace() {
  current_trace = before_;
  current_correlation_id = std::move(correlation_before_);
}

}  // namespace mib
