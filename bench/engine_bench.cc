// Trades per second on one core, in memory: our bar engine beside a fused baseline, interleaved round by round.
//
//   engine_bench [TRADES] [SYMBOLS] [BATCH] [ROUNDS]
//
// Ours: encoded batches -> decode -> duplicates -> exact bars of every interval with finals, revisions and late trades
// -> changed bars taken. Baseline: engine_baseline.h. Prints one JSON object with the trades per second of each round.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine_baseline.h"
#include "mib/market/bar_builder.h"
#include "mib/market/generator.h"

namespace mib::bench {
namespace {

struct Workload {
  std::vector<std::string> batches;  // serialised TradeBatch
  std::vector<uint32_t> symbol_of_batch;
  std::vector<BaselineEvent> events;
  uint32_t symbols = 0;
};

Workload MakeWorkload(size_t trades, uint32_t symbols, size_t batch) {
  market::GeneratorOptions options;
  options.symbols.clear();
  for (uint32_t i = 0; i < symbols; ++i) options.symbols.push_back("S" + std::to_string(i));
  options.mean_gap_ns = 100'000;
  market::TradeGenerator generator(options);
  std::vector<market::TradeBatchBuilder> builders;
  for (const std::string& symbol : options.symbols) builders.emplace_back(symbol, "bench");
  Workload workload;
  workload.symbols = symbols;
  const auto flush = [&](uint32_t symbol) {
    workload.batches.push_back(builders[symbol].Take().SerializeAsString());
    workload.symbol_of_batch.push_back(symbol);
  };
  for (size_t i = 0; i < trades; ++i) {
    const market::GeneratedTrade next = generator.Next();
    const uint32_t symbol = static_cast<uint32_t>(next.symbol);
    if (!builders[symbol].Add(next.trade).value_or(false)) {
      flush(symbol);
      if (!builders[symbol].Add(next.trade).ok()) std::abort();
    }
    if (builders[symbol].rows() >= batch) flush(symbol);
    workload.events.push_back(
        {next.trade.id, symbol, next.trade.time_ns, next.trade.price.ToDouble(), next.trade.size.ToDouble()});
  }
  for (uint32_t symbol = 0; symbol < symbols; ++symbol) {
    if (builders[symbol].rows() > 0) flush(symbol);
  }
  return workload;
}

struct Outcome {
  uint64_t accepted = 0;
  uint64_t finals = 0;
  uint64_t changed = 0;
};

Outcome RunEngine(const Workload& workload) {
  std::vector<market::BarBuilder> builders(workload.symbols, market::BarBuilder(market::BarOptions{}));
  events::v1::TradeBatch batch;
  market::TradeColumns columns;
  market::AddResult result;
  std::vector<market::BarState> changed;
  Outcome outcome;
  constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();
  for (size_t i = 0; i < workload.batches.size(); ++i) {
    if (!batch.ParseFromString(workload.batches[i]) || !market::Decode(batch, &columns).ok()) std::abort();
    market::BarBuilder& builder = builders[workload.symbol_of_batch[i]];
    result.Clear();
    builder.Add("bench", columns, kNoLimit, &result);
    outcome.accepted += result.accepted;
    outcome.finals += result.finals.size();
    changed.clear();
    builder.TakeChanged(&changed);
    outcome.changed += changed.size();
  }
  return outcome;
}

template <typename Work>
double TradesPerSecond(size_t trades, const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return static_cast<double>(trades) / std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

int Main(int argc, char** argv) {
  const auto argument = [&](int index, long fallback) { return argc > index ? std::atol(argv[index]) : fallback; };
  const size_t trades = static_cast<size_t>(argument(1, 2'000'000));
  const uint32_t symbols = static_cast<uint32_t>(argument(2, 256));
  const size_t batch = static_cast<size_t>(argument(3, 500));
  const int rounds = static_cast<int>(argument(4, 5));
  const Workload workload = MakeWorkload(trades, symbols, batch);
  std::string ours;
  std::string peer;
  Outcome outcome;
  uint64_t fired = 0;
  for (int round = -1; round < rounds; ++round) {
    const double a = TradesPerSecond(trades, [&] { outcome = RunEngine(workload); });
    const double b = TradesPerSecond(trades, [&] { fired += RunBaseline(workload.events, symbols); });
    if (round < 0) continue;  // warm-up
    ours += (round > 0 ? ", " : "") + std::to_string(a);
    peer += (round > 0 ? ", " : "") + std::to_string(b);
  }
  std::printf(
      "{\"ours\": [%s], \"peer\": [%s], \"trades\": %zu, \"accepted\": %lu, \"finals\": %lu, \"changed\": %lu, "
      "\"fired\": %lu}\n",
      ours.c_str(), peer.c_str(), trades, static_cast<unsigned long>(outcome.accepted),
      static_cast<unsigned long>(outcome.finals), static_cast<unsigned long>(outcome.changed),
      static_cast<unsigned long>(fired));
  return outcome.accepted > 0 ? 0 : 1;
}

}  // namespace
}  // namespace mib::bench

int main(int argc, char** argv) { return mib::bench::Main(argc, argv); }
