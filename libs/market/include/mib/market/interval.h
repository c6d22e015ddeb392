#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mib::market {

/// The lengths of bars that are stored.
enum class Interval : uint8_t { k1s, k1m, k5m, k15m, k1h, k4h, k1d, k1w, k1M };
inline constexpr int kIntervalCount = 9;

/// "1m"; and back, aliases ("1min", "daily", "1Day", "1Hour", ...) included.
std::string_view Name(Interval interval);
std::optional<Interval> ParseInterval(std::string_view text);

/// The open time of the bar that holds `time_ns` (Unix nanoseconds, UTC). Weeks begin on Monday, months on their first
/// day.
int64_t OpenTime(Interval interval, int64_t time_ns);
/// The open time of the bar after the one that opens at `open_ns`.
int64_t NextOpenTime(Interval interval, int64_t open_ns);

}  // namespace mib::market
