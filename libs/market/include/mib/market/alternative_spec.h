#pragma once

// By what a bar ends, where it is not by the clock: so many trades, so much volume, such a move of the price.
//
//   ASSIGN_OR_RETURN(const AlternativeSpec spec, ParseAlternativeSpec("vol:1000"));
//   Name(spec) == "vol:1000"

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mib/base/decimal.h"

namespace mib::market {

enum class AlternativeKind : uint8_t {
  kTick,             // tick:100              a number of trades
  kVolume,           // vol:1000              a sum of sizes
  kDollar,           // dollar:1000000        a sum of price times size, in the currency of the price
  kTickImbalance,    // imbalance:tick:100    buys less sells, either way: trades,
  kVolumeImbalance,  // imbalance:vol:500     their sizes,
  kDollarImbalance,  // imbalance:dollar:1e6  their notional
  kEwmaImbalance,    // imbalance:tick:ewma:1000:20:1000   more of it than expected (expected_imbalance.h)
  kRange,            // range:0.5             the greatest distance of high and low
  kRenko,            // renko:10              bricks of that height
  kWickedRenko,      // renko:wicks:10        the same; high and low tell how far the price went between bricks
};

/// Which bars to make. A value; comes from ParseAlternativeSpec, which keeps it within the limits told here.
struct AlternativeSpec {
  AlternativeKind kind = AlternativeKind::kTick;
  /// What ends a bar, in the unit of `kind`; above 0. Whole and at most 10^9 where trades are counted, of at most 18
  /// digits and decimals otherwise. For kEwmaImbalance the trades expected per bar, at most 10^6.
  Decimal size;
  /// kEwmaImbalance alone: over how many bars and trades expectations are averaged, 1 to 10^6.
  int64_t span_bars = 0;
  int64_t span_trades = 0;

  friend bool operator==(const AlternativeSpec&, const AlternativeSpec&) = default;
};

/// The one spelling of a spec: no exponents, no trailing zeros. ParseAlternativeSpec reads it back.
std::string Name(const AlternativeSpec& spec);

/// kInvalidArgument with a message that names the field (`interval`), the part of it at fault, and what is right.
absl::StatusOr<AlternativeSpec> ParseAlternativeSpec(std::string_view text);

}  // namespace mib::market
