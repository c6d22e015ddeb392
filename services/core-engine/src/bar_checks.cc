#include "bar_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "mib/base/status.h"
#include "mib/market/proto.h"
#include "mib/market/symbol.h"

namespace mib::core_engine {
namespace {

using market::v1::Bar;

/// Sums of a month of such bars still fit a Decimal.
constexpr int kMaxDigits = 28;
constexpr int kMaxScale = 18;
constexpr size_t kMaxText = 256;

absl::Status Fault(const std::string& message) { return absl::InvalidArgumentError(message); }

absl::StatusOr<Decimal> Number(std::string_view field, const market::v1::Decimal& value) {
  const absl::StatusOr<Decimal> number = market::FromProto(value);
  if (!number.ok()) return Fault(fmt::format("{}: {}", field, MessageOf(number.status())));
  const Decimal shortest = number->Normalized();
  const Int128 limit = PowerOfTen(kMaxDigits);
  if (shortest.scale() > kMaxScale || shortest.unscaled() >= limit || shortest.unscaled() <= -limit) {
    return Fault(fmt::format("{} has more than {} digits", field, kMaxDigits));
  }
  return shortest;
}

absl::StatusOr<Decimal> Price(std::string_view field, const market::v1::Decimal& value) {
  ASSIGN_OR_RETURN(const Decimal price, Number(field, value));
  if (price.sign() <= 0) return Fault(fmt::format("{} is not positive", field));
  return price;
}

absl::StatusOr<Decimal> Amount(std::string_view field, const market::v1::Decimal& value) {
  ASSIGN_OR_RETURN(const Decimal amount, Number(field, value));
  if (amount.sign() < 0) return Fault(fmt::format("{} is negative", field));
  return amount;
}

absl::Status CheckOpenTime(const Bar& bar, market::Interval interval, int64_t latest_ns) {
  // Beyond these seconds the nanoseconds would overflow.
  constexpr int64_t kMaxSeconds = 9'000'000'000;
  const int64_t seconds = bar.open_time().seconds();
  if (seconds < -kMaxSeconds || seconds > kMaxSeconds) return Fault("open_time is out of range");
  const int64_t open_ns = absl::ToUnixNanos(market::FromProto(bar.open_time()));
  if (open_ns > latest_ns) return Fault("open_time is in the future");
  if (market::OpenTime(interval, open_ns) != open_ns) {
    return Fault(fmt::format("open_time is not the start of an interval of {}", market::Name(interval)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckProviderBar(const Bar& bar, market::Interval interval, int64_t latest_ns) {
  RETURN_IF_ERROR(CheckOpenTime(bar, interval, latest_ns));
  ASSIGN_OR_RETURN(const Decimal open, Price("open", bar.open()));
  ASSIGN_OR_RETURN(const Decimal high, Price("high", bar.high()));
  ASSIGN_OR_RETURN(const Decimal low, Price("low", bar.low()));
  ASSIGN_OR_RETURN(const Decimal close, Price("close", bar.close()));
  RETURN_IF_ERROR(Amount("volume", bar.volume()).status());
  if (bar.has_vwap()) RETURN_IF_ERROR(Price("vwap", bar.vwap()).status());
  if (low > std::min(open, close)) return Fault("low is above open or close");
  if (high < std::max(open, close)) return Fault("high is below open or close");
  if (bar.trades() > uint64_t{1} << 50) return Fault("trades is too large");
  return absl::OkStatus();
}

absl::Status CheckTick(const events::v1::QuoteTick& tick, int64_t latest_ns) {
  if (tick.time_ns() <= 0) return Fault("time_ns is not positive");
  if (tick.time_ns() > latest_ns) return Fault("time_ns is in the future");
  if (!tick.has_bid() && !tick.has_ask() && !tick.has_last()) return Fault("there is no price");
  if (tick.has_bid()) RETURN_IF_ERROR(Price("bid", tick.bid()).status());
  if (tick.has_ask()) RETURN_IF_ERROR(Price("ask", tick.ask()).status());
  if (tick.has_last()) RETURN_IF_ERROR(Price("last", tick.last()).status());
  if (tick.has_bid_size()) RETURN_IF_ERROR(Amount("bid_size", tick.bid_size()).status());
  if (tick.has_ask_size()) RETURN_IF_ERROR(Amount("ask_size", tick.ask_size()).status());
  if (tick.has_last_size()) RETURN_IF_ERROR(Amount("last_size", tick.last_size()).status());
  return absl::OkStatus();
}

absl::Status CheckSymbol(std::string_view symbol, std::string_view key) {
  ASSIGN_OR_RETURN(const std::string canonical, market::CanonicalSymbol(symbol));
  if (canonical != symbol) return Fault(fmt::format("symbol is not spelt {}", canonical));
  if (symbol != key) return Fault("symbol is not the key of the record");
  return absl::OkStatus();
}

absl::Status CheckText(std::string_view field, std::string_view text) {
  if (text.size() > kMaxText) return Fault(fmt::format("{} is longer than {} bytes", field, kMaxText));
  const bool control =
      std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return control ? Fault(fmt::format("{} has control characters", field)) : absl::OkStatus();
}

}  // namespace mib::core_engine
