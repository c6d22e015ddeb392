#include "validation.h"

#include <string_view>

#include "fmt/format.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::ingestion {
namespace {

constexpr int kMaxDigits = 18;
// Far above any real volume, and still exact in the sums that the engine builds.
constexpr int kMaxVolumeDigits = 30;

absl::Status Wrong(std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{} {}", field, what));
}

absl::Status CheckDigits(std::string_view field, const Decimal& value, int digits) {
  const Decimal shortest = value.Normalized();
  const Int128 limit = PowerOfTen(digits);
  if (shortest.unscaled() >= limit || shortest.unscaled() <= -limit || shortest.scale() > digits) {
    return Wrong(field, fmt::format("{} has more than {} digits", value.ToString(), digits));
  }
  return absl::OkStatus();
}

absl::Status CheckPositive(std::string_view field, const Decimal& value) {
  if (value.sign() <= 0) return Wrong(field, fmt::format("{} is not above zero", value.ToString()));
  return CheckDigits(field, value, kMaxDigits);
}

absl::Status CheckInstant(int64_t time_ns, absl::Time now) {
  if (time_ns < 0) return Wrong("time", "is before 1970");
  if (FromNanos(time_ns) > now + kMaxAhead) {
    return Wrong("time", fmt::format("{} is in the future", mib::FormatTime(FromNanos(time_ns))));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckTrade(const market::Trade& trade, absl::Time now) {
  RETURN_IF_ERROR(CheckPositive("price", trade.price));
  RETURN_IF_ERROR(CheckPositive("size", trade.size));
  return CheckInstant(trade.time_ns, now);
}

absl::Status CheckBar(const BarRow& bar, market::Interval interval, absl::Time now) {
  RETURN_IF_ERROR(CheckPositive("open", bar.open));
  RETURN_IF_ERROR(CheckPositive("high", bar.high));
  RETURN_IF_ERROR(CheckPositive("low", bar.low));
  RETURN_IF_ERROR(CheckPositive("close", bar.close));
  if (bar.volume.sign() < 0) return Wrong("volume", fmt::format("{} is below zero", bar.volume.ToString()));
  RETURN_IF_ERROR(CheckDigits("volume", bar.volume, kMaxVolumeDigits));
  if (bar.low > bar.high) return Wrong("low", "is above high");
  if (bar.open < bar.low || bar.open > bar.high) return Wrong("open", "is not between low and high");
  if (bar.close < bar.low || bar.close > bar.high) return Wrong("close", "is not between low and high");
  RETURN_IF_ERROR(CheckInstant(bar.open_ns, now));
  if (market::OpenTime(interval, bar.open_ns) != bar.open_ns) {
    return Wrong("time", fmt::format("{} is not the open time of a {} bar", mib::FormatTime(FromNanos(bar.open_ns)),
                                     market::Name(interval)));
  }
  return absl::OkStatus();
}

}  // namespace mib::ingestion
