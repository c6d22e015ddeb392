#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "candlesticks/candles.h"
#include "candlesticks/history.h"
#include "mib/indicators/definition.h"

namespace mib::indicators {

inline constexpr std::string_view kNison = "S. Nison, Japanese Candlestick Charting Techniques (1991).";
inline constexpr std::string_view kMorris = "G. L. Morris, Candlestick Charting Explained (1992).";
inline constexpr std::string_view kBulkowski = "T. N. Bulkowski, Encyclopedia of Candlestick Charts (2008).";
inline constexpr std::string_view kChesler =
    "D. L. Chesler, Trading False Moves with the Hikkake Pattern, Active Trader (April 2004).";

/// Whether candles have one of the wanted colourings ("WB|BW": first candle first, W white, B black, . either).
constexpr bool Fits(std::string_view wanted, uint32_t colours) {
  while (!wanted.empty()) {
    const std::string_view one = wanted.substr(0, wanted.find('|'));
    bool fits = true;
    for (size_t i = 0; i < one.size(); ++i) {
      const bool white = (colours >> (one.size() - 1 - i) & 1) != 0;
      if (one[i] != '.' && (one[i] == 'W') != white) fits = false;
    }
    if (fits) return true;
    wanted.remove_prefix(std::min(wanted.size(), one.size() + 1));
  }
  return false;
}

/// A candlestick pattern as data.
struct Pattern {
  /// As in URLs: "cdl_doji".
  std::string_view name;
  /// The function of TA-Lib that gives the same values: "CDLDOJI".
  std::string_view talib_name;
  std::string_view long_name;
  /// What it looks like, first candle first, and what its values mean.
  std::string_view description;
  std::string_view source;
  size_t candles = 1;
  /// The colours that its candles may have, as in Fits; empty: any.
  std::string_view colours = "";
  /// Looks for a gap first, which is seldom: few bars need the averages.
  bool gap_first = false;
  /// Bars that must be there beyond the candles and the averages at the first of them.
  size_t extra_bars = 0;
  /// What "long", "short" or "near" mean in it; those with factor 0 are none.
  std::array<CandleSetting, 5> settings{};
  /// The default where the pattern has a penetration: how far into the first candle's body the last must close, or the
  /// small ones of a mat hold may, as a share of that body.
  std::optional<double> penetration = std::nullopt;
  /// The value at the newest candle; 0 where the pattern is absent. Called only where the colours are right.
  int (*match)(const Candles& c, double penetration) = nullptr;

  /// How many bars before the newest `match` may look at; TA-Lib's lookback.
  constexpr size_t Lookback() const {
    int longest = 0;
    for (const CandleSetting& setting : settings) longest = std::max(longest, setting.period);
    return candles - 1 + static_cast<size_t>(longest) + extra_bars;
  }
  /// Whether a setting takes sums of this kind.
  constexpr bool Needs(size_t kind) const {
    return std::any_of(settings.begin(), settings.end(),
                       [kind](const CandleSetting& setting) { return setting.period > 0 && SumKind(setting) == kind; });
  }
  /// Bit `code` is set if the last kColouredCandles candles may match with these colours (NextColours).
  constexpr uint32_t Colourings() const {
    uint32_t set = 0;
    for (uint32_t code = 0; code < kColourings; ++code) {
      if (colours.empty() || Fits(colours, code)) set |= 1U << code;
    }
    return set;
  }
};

/// A pattern and the computations made from it.
struct PatternEntry {
  const Pattern* pattern;
  int (*warm_up)(Params);
  std::unique_ptr<Indicator> (*make)(Params);
  std::unique_ptr<Panel> (*make_panel)(Params, size_t);
  void (*batch)(Params, InColumns, OutColumns);
};

/// In alphabetical order of their names.
std::vector<PatternEntry> AllPatterns();

// The families, each in the file of its name.
std::span<const PatternEntry> DojiPatterns();
std::span<const PatternEntry> LinePatterns();
std::span<const PatternEntry> HammerPatterns();
std::span<const PatternEntry> EngulfingPatterns();
std::span<const PatternEntry> PiercingPatterns();
std::span<const PatternEntry> OppositePatterns();
std::span<const PatternEntry> StarPatterns();
std::span<const PatternEntry> SoldierPatterns();
std::span<const PatternEntry> CrowPatterns();
std::span<const PatternEntry> BottomPatterns();
std::span<const PatternEntry> GapPatterns();
std::span<const PatternEntry> ContinuationPatterns();
std::span<const PatternEntry> HikkakePatterns();

}  // namespace mib::indicators
