#include "mib/market/interval.h"

#include <array>
#include <chrono>
#include <string>
#include <utility>

namespace mib::market {
namespace {

constexpr int64_t kSecond = 1'000'000'000;
constexpr int64_t kDay = 86'400 * kSecond;
constexpr int64_t kWeek = 7 * kDay;
/// 1970-01-01 was a Thursday: the Monday before it.
constexpr int64_t kFirstMonday = -3 * kDay;

constexpr std::array<std::string_view, kIntervalCount> kNames = {"1s", "1m", "5m", "15m", "1h", "4h", "1d", "1w", "1M"};
/// 0 for months, which differ.
constexpr std::array<int64_t, kIntervalCount> kLengths = {
    kSecond, 60 * kSecond, 300 * kSecond, 900 * kSecond, 3600 * kSecond, 4 * 3600 * kSecond, kDay, kWeek, 0};

/// In lower case. "1m" and "1M" differ by case alone and are matched before.
constexpr std::array<std::pair<std::string_view, Interval>, 32> kAliases = {{
    {"1sec", Interval::k1s},    {"1second", Interval::k1s},   {"second", Interval::k1s},
    {"1min", Interval::k1m},    {"1minute", Interval::k1m},   {"minute", Interval::k1m},
    {"5min", Interval::k5m},    {"5minute", Interval::k5m},   {"5minutes", Interval::k5m},
    {"15min", Interval::k15m},  {"15minute", Interval::k15m}, {"15minutes", Interval::k15m},
    {"60m", Interval::k1h},     {"60min", Interval::k1h},     {"1hour", Interval::k1h},
    {"hour", Interval::k1h},    {"hourly", Interval::k1h},    {"4hour", Interval::k4h},
    {"4hours", Interval::k4h},  {"240m", Interval::k4h},      {"day", Interval::k1d},
    {"1day", Interval::k1d},    {"daily", Interval::k1d},     {"24h", Interval::k1d},
    {"week", Interval::k1w},    {"1week", Interval::k1w},     {"weekly", Interval::k1w},
    {"7d", Interval::k1w},      {"month", Interval::k1M},     {"1month", Interval::k1M},
    {"monthly", Interval::k1M}, {"1mo", Interval::k1M},
}};

int64_t Floor(int64_t value, int64_t step) {
  const int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

std::chrono::year_month_day DateOf(int64_t time_ns) {
  return std::chrono::sys_days(std::chrono::days(Floor(time_ns, kDay) / kDay));
}

int64_t FirstOf(std::chrono::year_month month) {
  const std::chrono::sys_days day(month / 1);
  return int64_t{day.time_since_epoch().count()} * kDay;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace

std::string_view Name(Interval interval) { return kNames[static_cast<size_t>(interval)]; }

std::optional<Interval> ParseInterval(std::string_view text) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (text == kNames[i]) return static_cast<Interval>(i);
  }
  const std::string lower = Lower(text);
  for (const auto& [alias, interval] : kAliases) {
    if (lower == alias) return interval;
  }
  // "1H", "1D", "15M": only "1M" means something else in upper case, and it was matched above.
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (lower == kNames[i]) return static_cast<Interval>(i);
  }
  return std::nullopt;
}

int64_t OpenTime(Interval interval, int64_t time_ns) {
  if (interval == Interval::k1M) {
    const std::chrono::year_month_day date = DateOf(time_ns);
    return FirstOf(date.year() / date.month());
  }
  if (interval == Interval::k1w) return Floor(time_ns - kFirstMonday, kWeek) + kFirstMonday;
  return Floor(time_ns, kLengths[static_cast<size_t>(interval)]);
}

int64_t NextOpenTime(Interval interval, int64_t open_ns) {
  if (interval == Interval::k1M) {
    const std::chrono::year_month_day date = DateOf(open_ns);
    return FirstOf(date.year() / date.month() + std::chrono::months(1));
  }
  return open_ns + kLengths[static_cast<size_t>(interval)];
}

}  // namespace mib::market
