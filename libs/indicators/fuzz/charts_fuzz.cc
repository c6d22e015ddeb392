// Swings, chart patterns, trend, levels, volume profiles and the candlestick scanner, with any options on any bars: an
// error that names the options out of their range, or statements that keep what the headers promise.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

#include "candlesticks/candlestick_scanner.h"
#include "fuzz_input.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/indicators/chart_patterns.h"
#include "mib/indicators/levels.h"
#include "mib/indicators/registry.h"
#include "mib/indicators/trend.h"

namespace mib::indicators {
namespace {

constexpr size_t kMostBars = 600;

// A sum that goes round instead of too far.
int Sum(int a, int b) { return static_cast<int>(static_cast<unsigned>(a) + static_cast<unsigned>(b)); }

int ReadInt(FuzzInput* input, int minimum, int usual) {
  const uint8_t way = input->Byte();
  if (way < 4) return input->RawInt();
  if (way < 8) return std::numeric_limits<int>::max() - input->Byte() % 2;
  if (way < 12) return Sum(minimum, -1);
  return Sum(minimum, static_cast<int>(input->Below(static_cast<size_t>(usual))));
}

double ReadNumber(FuzzInput* input, double minimum, double maximum) {
  const uint8_t way = input->Byte();
  if (way < 4) return input->Raw();
  if (way < 8) return input->Hostile();
  return minimum + (maximum - minimum) * input->Byte() / 255;
}

// Of the names in `wrong`, each once, and of nothing else. True where nothing is wrong.
template <typename Result>
bool CheckOptions(const Result& result, const std::set<std::string>& wrong, const std::string& what) {
  Require(result.ok() == wrong.empty(), "{}: {}", what, result.ok() ? "taken" : ToString(result.status()));
  if (result.ok()) return true;
  const api::v1::ErrorDetail detail = errors::DetailOf(result.status());
  Require(detail.code() == api::v1::VALIDATION_FAILED, "{}: another error: {}", what, ToString(result.status()));
  std::set<std::string> named;
  for (const auto& violation : detail.violations()) {
    named.insert(violation.field());
    Require(violation.message().find(" to ") != std::string::npos, "{}: no range for {}", what, violation.field());
  }
  Require(named == wrong, "{}: names others: {}", what, ToString(result.status()));
  return false;
}

class Wrong {
 public:
  Wrong& Add(const char* name, double value, double minimum, double maximum) {
    if (!(value >= minimum && value <= maximum)) names_.insert(name);
    return *this;
  }
  const std::set<std::string>& names() const { return names_; }

 private:
  std::set<std::string> names_;
};

void CheckSwings(FuzzInput* input, std::span<const Ohlcv> bars) {
  SwingOptions options;
  if (input->Chance(64)) options.threshold = SwingOptions::Threshold::kPercent;
  options.size = ReadNumber(input, 0.1, 10);
  options.atr_period = ReadInt(input, 1, 40);
  auto detector = SwingDetector::Create(options);
  const Wrong wrong = Wrong().Add("size", options.size, 0.1, 100).Add("atr_period", options.atr_period, 1, 5000);
  if (!CheckOptions(detector, wrong.names(), "swings")) return;
  std::optional<Swing> before;
  for (size_t i = 0; i < bars.size(); ++i) {
    const auto bar = static_cast<int64_t>(i);
    if (const auto tentative = detector->tentative()) Require(tentative->at <= tentative->known, "tentative swing");
    const std::optional<Swing> swing = detector->Update(bars[i]);
    if (!swing) continue;
    Require(swing->known == bar && swing->at >= 0 && swing->at < bar, "swing at {} of {}", swing->at, bar);
    const Ohlcv& extreme = bars[static_cast<size_t>(swing->at)];
    Require(swing->price == (swing->kind == SwingKind::kHigh ? extreme.high : extreme.low), "price of a swing");
    Require(!before || (before->kind != swing->kind && before->at < swing->at), "swings alternate");
    before = swing;
  }
}

void CheckPattern(const ChartPattern& pattern, int64_t bar) {
  Require(pattern.id > 0 && pattern.known <= bar, "when a pattern is known");
  Require(pattern.score >= 0 && pattern.score <= 1, "score {}", pattern.score);
  Require(std::isfinite(pattern.breakout) && std::isfinite(pattern.target) && std::isfinite(pattern.invalidation),
          "{} at {}: {} {} {}", NameOf(pattern.kind), bar, pattern.breakout, pattern.target, pattern.invalidation);
  Require(pattern.point_count <= ChartPattern::kMaxPoints, "points of a pattern");
  int64_t last = -1;
  for (const PatternPoint& point : pattern.Points()) {
    Require(point.bar > last && point.bar <= bar && std::isfinite(point.price), "a point of a pattern");
    last = point.bar;
  }
}

void CheckPatterns(FuzzInput* input, std::span<const Ohlcv> bars) {
  ChartPatternOptions options;
  if (input->Chance(64)) options.min_score = ReadNumber(input, 0, 1);
  options.atr_period = ReadInt(input, 1, 40);
  auto scanner = ChartPatternScanner::Create(options);
  const Wrong wrong = Wrong().Add("min_score", options.min_score, 0, 1).Add("atr_period", options.atr_period, 1, 500);
  if (!CheckOptions(scanner, wrong.names(), "chart patterns")) return;
  for (size_t i = 0; i < bars.size(); ++i) {
    const auto bar = static_cast<int64_t>(i);
    for (const ChartPattern& event : scanner->Update(bars[i])) {
      CheckPattern(event, bar);
      Require(event.known == bar, "an event is of its bar");
    }
    Require(scanner->forming().size() <= 64, "forming patterns");
    for (const ChartPattern& pattern : scanner->forming()) {
      CheckPattern(pattern, bar);
      Require(pattern.state == ChartPatternState::kForming, "state of what forms");
    }
  }
}

void CheckTrend(const Trend& trend, int64_t bar) {
  Require(trend.strength >= 0 && trend.strength <= 100, "trend {} at {}", trend.strength, bar);
  Require(trend.since >= 0 && trend.since <= bar, "beginning of a trend");
  const TrendEvidence& evidence = trend.evidence;
  for (const double part : {evidence.regression, evidence.directional_movement, evidence.averages, evidence.swings})
    Require(part >= -1 && part <= 1, "evidence {} at {}", part, bar);
}

void CheckTrends(FuzzInput* input, std::span<const Ohlcv> bars) {
  TrendOptions options;
  options.regression_period = ReadInt(input, 10, 60);
  options.adx_period = ReadInt(input, 2, 30);
  options.fast_period = ReadInt(input, 1, 20);
  // Mostly in order.
  options.middle_period = ReadInt(input, Sum(options.fast_period, 1), 20);
  options.slow_period = ReadInt(input, Sum(options.middle_period, 1), 20);
  options.swing_size = ReadNumber(input, 0.1, 10);
  auto tracker = TrendTracker::Create(options);
  if (!tracker.ok()) {
    Require(errors::DetailOf(tracker.status()).violations_size() > 0, "trend: an error that names nothing");
    return;
  }
  Require(options.fast_period >= 1 && options.fast_period < options.middle_period &&
              options.middle_period < options.slow_period && options.slow_period <= 5000,
          "trend: averages out of order taken");
  for (size_t i = 0; i < bars.size(); ++i) {
    const std::optional<Trend> trend = tracker->Update(bars[i]);
    Require(!trend || IsUsable(bars[i]), "a trend where the bar is not usable");
    if (trend) CheckTrend(*trend, static_cast<int64_t>(i));
  }
}

void CheckLevel(const PriceLevel& level, size_t bars) {
  const auto count = static_cast<int64_t>(bars);
  Require(std::isfinite(level.price) && level.touches >= 1, "level {}", level.price);
  Require(level.strength >= 0 && level.strength <= 100, "strength {}", level.strength);
  Require(level.first_touch >= 0 && level.first_touch <= level.last_touch && level.last_touch < count, "touches");
}

void CheckLevels(FuzzInput* input, std::span<const Ohlcv> bars) {
  LevelOptions options;
  options.swing_size = ReadNumber(input, 0.1, 10);
  options.tolerance = ReadNumber(input, 0.01, 10);
  options.atr_period = ReadInt(input, 1, 40);
  options.half_life = ReadInt(input, 1, 500);
  const Wrong wrong = Wrong()
                          .Add("swing_size", options.swing_size, 0.1, 100)
                          .Add("tolerance", options.tolerance, 0.01, 10)
                          .Add("atr_period", options.atr_period, 1, 5000)
                          .Add("half_life", options.half_life, 1, 1e6);
  const auto levels = FindLevels(bars, options);
  if (!CheckOptions(levels, wrong.names(), "levels")) return;
  Require(levels->size() <= 64, "levels");
  for (size_t i = 0; i < levels->size(); ++i) {
    CheckLevel((*levels)[i], bars.size());
    Require(i == 0 || (*levels)[i - 1].price <= (*levels)[i].price, "levels ascend");
  }
  auto tracker = LevelTracker::Create(options);
  for (const Ohlcv& bar : bars) tracker->Update(bar);
  const double price = input->Chance(128) || levels->empty() ? input->Hostile() : levels->front().price;
  const auto support = tracker->Support(price);
  const auto resistance = tracker->Resistance(price);
  Require(!support || support->price < price, "support is below");
  Require(!resistance || resistance->price > price, "resistance is above");
}

void CheckProfile(const VolumeProfile& profile, int buckets) {
  Require(profile.volumes.size() == static_cast<size_t>(buckets), "buckets");
  Require(profile.total > 0 && profile.width >= 0 && std::isfinite(profile.low), "volume profile");
  Require(profile.value_area_low <= profile.point_of_control && profile.point_of_control <= profile.value_area_high,
          "value area {} {} {}", profile.value_area_low, profile.point_of_control, profile.value_area_high);
  for (const double volume : profile.volumes) Require(volume >= 0, "volume of a bucket");
}

void CheckProfiles(FuzzInput* input, std::span<const Ohlcv> bars) {
  const int window = ReadInt(input, 1, 300);
  const int buckets = ReadInt(input, 1, 200);
  auto rolling = RollingVolumeProfile::Create(window, buckets);
  const Wrong wrong = Wrong().Add("window", window, 1, 100'000).Add("buckets", buckets, 1, 10'000);
  if (!CheckOptions(rolling, wrong.names(), "volume profile")) return;
  for (const Ohlcv& bar : bars) rolling->Update(bar);
  const auto profile = rolling->Profile();
  const auto whole = MakeVolumeProfile(bars.last(std::min(bars.size(), static_cast<size_t>(window))), buckets);
  Require(profile.ok() == whole.ok(), "rolling and whole profile");
  if (!profile.ok()) {
    Require(errors::DetailOf(profile.status()).code() == api::v1::INSUFFICIENT_DATA, "{}", ToString(profile.status()));
    return;
  }
  CheckProfile(*profile, buckets);
  Require(profile->volumes == whole->volumes && profile->total == whole->total, "rolling and whole volumes");
}

void CheckCandlesticks(std::span<const Ohlcv> bars) {
  CandlestickScanner scanner;
  std::vector<std::unique_ptr<Indicator>> alone;
  for (const std::string_view name : scanner.names()) {
    const Definition* definition = Registry::Find(name);
    alone.push_back(definition->make(*definition->Resolve({})));
  }
  std::vector<double> values(alone.size());
  for (const Ohlcv& bar : bars) {
    scanner.Update(bar.open, bar.high, bar.low, bar.close, values);
    const std::vector<double> in = {bar.open, bar.high, bar.low, bar.close};
    for (size_t p = 0; p < alone.size(); ++p) {
      double value = 0;
      if (!alone[p]->Update(in, {&value, 1})) value = std::numeric_limits<double>::quiet_NaN();
      Require(Same(value, values[p]), "{}: {} alone, {} scanned", scanner.names()[p], value, values[p]);
    }
  }
}

void CheckCharts(FuzzInput input) {
  const uint8_t what = input.Byte() % 8;
  FuzzInput options = input;
  // The options come first in the input, the bars after the most that they take.
  for (int i = 0; i < 32; ++i) input.Byte();
  const std::vector<Ohlcv> bars = ReadBars(&input, kMostBars);
  if (what == 0) return CheckSwings(&options, bars);
  if (what <= 3) return CheckPatterns(&options, bars);
  if (what == 4) return CheckTrends(&options, bars);
  if (what == 5) return CheckLevels(&options, bars);
  if (what == 6) return CheckProfiles(&options, bars);
  CheckCandlesticks(bars);
}

}  // namespace
}  // namespace mib::indicators

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mib::indicators::CheckCharts(mib::indicators::FuzzInput({data, size}));
  return 0;
}
