#include "candlesticks/candlestick_scanner.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "candlesticks/pattern.h"
#include "candlesticks/sums.h"

namespace mib::indicators {
namespace {

// What an update needs of a pattern.
struct Search {
  int (*match)(const Candles&, double);
  double penetration;
  size_t lookback;
};

}  // namespace

struct CandlestickScanner::State {
  State();
  // Keeps the sums at the newest candle.
  void PushSums();

  std::vector<std::string_view> names;
  std::vector<Search> searches;
  // By the colours of the last candles: which patterns to look for.
  std::array<std::vector<uint8_t>, kColourings> candidates;
  CandleHistory history;
  ExtentSums bodies;
  ExtentSums ranges;
  ExtentSums shadows;
  // Beside the candles of the history: the sums of each kind.
  std::array<double, kSumKinds * CandleHistory::kCapacity> sums{};
};

CandlestickScanner::State::State() {
  for (const PatternEntry& entry : AllPatterns()) {
    const Pattern& pattern = *entry.pattern;
    const auto index = static_cast<uint8_t>(names.size());
    names.push_back(pattern.name);
    searches.push_back({pattern.match, pattern.penetration.value_or(0), pattern.Lookback()});
    for (uint32_t colours = 0; colours < kColourings; ++colours) {
      if ((pattern.Colourings() >> colours & 1) != 0) candidates[colours].push_back(index);
    }
  }
}

void CandlestickScanner::State::PushSums() {
  constexpr size_t kStride = CandleHistory::kCapacity;
  const size_t newest = history.newest();
  if (newest == CandleHistory::kKept) {
    // The history has moved its last candles to the front.
    for (auto row = sums.begin(); row != sums.end(); row += kStride) {
      std::copy(row + kStride - CandleHistory::kKept, row + kStride, row);
    }
  }
  sums[SumKind(kBodyLong) * kStride + newest] = bodies.Ten();
  sums[SumKind(kBodyDoji) * kStride + newest] = ranges.Ten();
  sums[SumKind(kShadowShort) * kStride + newest] = shadows.Ten();
  sums[SumKind(kNear) * kStride + newest] = ranges.Five();
  const Candles candles = history.View();
  bodies.Push(candles.ExtentOf<Extent::kBody>(0));
  ranges.Push(candles.ExtentOf<Extent::kHighLow>(0));
  shadows.Push(candles.ExtentOf<Extent::kShadows>(0));
}

CandlestickScanner::CandlestickScanner() : state_(std::make_unique<State>()) {}
CandlestickScanner::~CandlestickScanner() = default;
CandlestickScanner::CandlestickScanner(CandlestickScanner&&) noexcept = default;
CandlestickScanner& CandlestickScanner::operator=(CandlestickScanner&&) noexcept = default;

std::span<const std::string_view> CandlestickScanner::names() const { return state_->names; }

void CandlestickScanner::Update(double open, double high, double low, double close, std::span<double> values) {
  State& state = *state_;
  state.history.Push(open, high, low, close);
  state.PushSums();
  for (size_t i = 0; i < state.searches.size(); ++i) {
    values[i] = state.history.seen() > state.searches[i].lookback ? 0 : std::numeric_limits<double>::quiet_NaN();
  }
  const Candles candles = state.history.View(&state.sums[state.history.newest()], CandleHistory::kCapacity);
  for (const uint8_t i : state.candidates[state.history.colours() % kColourings]) {
    const Search& search = state.searches[i];
    if (state.history.usable() > search.lookback) values[i] = search.match(candles, search.penetration);
  }
}

}  // namespace mib::indicators
