#include "mib/market/generator.h"

#include <algorithm>
#include <array>

namespace mib::market {
namespace {

constexpr int64_t kMaxLateness = 30'000'000'000;

struct Start {
  int64_t ticks;
  int scale;
};
/// 0.05234, 18.75, 412.50, 60719.27: instruments of all sizes, by turns.
constexpr std::array<Start, 4> kStarts = {{{52'340, 6}, {1'875, 2}, {41'250, 2}, {6'071'927, 2}}};

}  // namespace

TradeGenerator::TradeGenerator(const GeneratorOptions& options)
    : options_(options), state_(options.seed), now_ns_(options.start_ns) {
  for (size_t i = 0; i < options_.symbols.size(); ++i) {
    const Start& start = kStarts[i % kStarts.size()];
    Walk walk;
    walk.ticks = start.ticks;
    walk.scale = start.scale;
    walks_.push_back(walk);
  }
}

GeneratedTrade TradeGenerator::Next() {
  GeneratedTrade next;
  next.symbol = static_cast<int>(Below(static_cast<int64_t>(walks_.size())));
  Walk& walk = walks_[static_cast<size_t>(next.symbol)];
  next.trade.id = walk.next_id++;
  next.trade.time_ns = now_ns_;
  if (Below(1000) < options_.late_per_mille) next.trade.time_ns -= 1 + Below(kMaxLateness);
  next.trade.price = NextPrice(&walk);
  next.trade.size = NextSize();
  next.trade.side = Below(2) == 0 ? Side::kBuy : Side::kSell;
  // Uniform in [0, 2 * mean]: bursts and pauses, and the mean asked for.
  now_ns_ += Below(2 * options_.mean_gap_ns + 1);
  return next;
}

Decimal TradeGenerator::NextPrice(Walk* walk) {
  if (walk->trades_left-- <= 0) {
    walk->trades_left = 200 + static_cast<int>(Below(4000));
    walk->drift = Below(3) - 1;
    walk->width = 1 + Below(8);
  }
  // A step is about 1/20000 of the price per unit of width, so that pennies and thousands move alike.
  const int64_t unit = std::max<int64_t>(1, walk->ticks / 20'000);
  const int64_t step = unit * (Below(2 * walk->width + 1) - walk->width) + (Below(4) == 0 ? walk->drift * unit : 0);
  walk->ticks = std::max<int64_t>(1, walk->ticks + step);
  return Decimal(walk->ticks, walk->scale);
}

Decimal TradeGenerator::NextSize() {
  if (Below(8) == 0) return Decimal(1 + Below(500'000'000), 8);
  if (Below(2) == 0) return Decimal(1 + Below(10'000), 2);
  return Decimal(100 * (1 + Below(20)), 0);
}

int64_t TradeGenerator::Below(int64_t bound) {
  return static_cast<int64_t>(Random() % static_cast<uint64_t>(std::max<int64_t>(1, bound)));
}

/// SplitMix64 (Steele, Lea, Flood 2014).
uint64_t TradeGenerator::Random() {
  state_ += 0x9e3779b97f4a7c15u;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace mib::market
