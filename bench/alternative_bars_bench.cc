// Trades per second on one core, in memory: alternative bars of each kind beside time bars, interleaved round by round.
//
//   alternative_bars_bench [TRADES] [BATCH] [ROUNDS]
//
// All read the same decoded columns of one instrument. Beside them are the bars of one minute alone, which a BarBuilder
// makes. Prints a line for each kind: the median of the rounds, its ratio to time bars, and how many bars there were.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "mib/market/alternative_bars.h"
#include "mib/market/bar_builder.h"
#include "mib/market/generator.h"

namespace mib::bench {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

std::vector<market::TradeColumns> MakeBatches(size_t trades, size_t batch) {
  market::GeneratorOptions options;
  options.symbols = {"S"};
  options.mean_gap_ns = 10'000'000;
  options.late_per_mille = 0;
  market::TradeGenerator generator(options);
  market::TradeBatchBuilder builder("S", "bench");
  std::vector<market::TradeColumns> batches;
  for (size_t i = 0; i < trades; ++i) {
    if (!builder.Add(generator.Next().trade).value_or(false)) std::abort();
    if (builder.rows() < batch && i + 1 < trades) continue;
    batches.emplace_back();
    if (!market::Decode(builder.Take(), &batches.back()).ok()) std::abort();
  }
  return batches;
}

size_t RunTimeBars(const std::vector<market::TradeColumns>& batches) {
  market::BarOptions options;
  options.intervals = {market::Interval::k1m};
  market::BarBuilder builder(options);
  market::AddResult result;
  std::vector<market::BarState> changed;
  size_t bars = 0;
  for (const market::TradeColumns& batch : batches) {
    result.Clear();
    builder.Add("bench", batch, kNoLimit, &result);
    bars += result.finals.size();
    changed.clear();
    builder.TakeChanged(&changed);
  }
  return bars;
}

size_t RunAlternative(const std::string& spec, const std::vector<market::TradeColumns>& batches) {
  market::AlternativeBarBuilder builder({*market::ParseAlternativeSpec(spec)});
  market::AlternativeBarResult result;
  size_t bars = 0;
  for (const market::TradeColumns& batch : batches) {
    result.Clear();
    builder.Add(batch, kNoLimit, &result);
    bars += result.bars.size();
  }
  return bars;
}

struct Contestant {
  std::string name;
  std::vector<double> rounds;
  size_t bars = 0;

  double Median() {
    std::sort(rounds.begin(), rounds.end());
    return rounds[rounds.size() / 2];
  }
};

int Main(int argc, char** argv) {
  const auto argument = [&](int index, long fallback) { return argc > index ? std::atol(argv[index]) : fallback; };
  const auto trades = static_cast<size_t>(argument(1, 2'000'000));
  const std::vector<market::TradeColumns> batches = MakeBatches(trades, static_cast<size_t>(argument(2, 500)));
  const int rounds = static_cast<int>(argument(3, 5));
  // The first stands for the bars of one minute; sizes of the others are for about a hundred trades a bar.
  std::vector<Contestant> contestants;
  for (const char* name :
       {"1m", "tick:100", "vol:50000", "dollar:2500", "range:0.0001", "renko:0.00003", "renko:wicks:0.00003",
        "imbalance:tick:10", "imbalance:vol:5000", "imbalance:dollar:250", "imbalance:tick:ewma:100:20:100"}) {
    contestants.push_back({name, {}, 0});
  }
  for (int round = -1; round < rounds; ++round) {
    for (Contestant& contestant : contestants) {
      const auto begin = std::chrono::steady_clock::now();
      contestant.bars = contestant.name == "1m" ? RunTimeBars(batches) : RunAlternative(contestant.name, batches);
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
      if (round >= 0) contestant.rounds.push_back(static_cast<double>(trades) / taken.count());  // -1 warms up
    }
  }
  const double time_bars = contestants.front().Median();
  for (Contestant& contestant : contestants) {
    std::printf("%-32s %8.1f M trades/s  %5.2f  %8zu bars\n", contestant.name.c_str(), contestant.Median() / 1e6,
                contestant.Median() / time_bars, contestant.bars);
  }
  return 0;
}

}  // namespace
}  // namespace mib::bench

int main(int argc, char** argv) { return mib::bench::Main(argc, argv); }
