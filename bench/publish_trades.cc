// Fills the trades topic: publish_trades BROKERS TRADES SYMBOLS BATCH SEED. Generated trades in batches, as ingestion
// would send them.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "mib/base/status.h"
#include "mib/kafka/producer.h"
#include "mib/market/generator.h"

namespace {

absl::Status SendAll(mib::kafka::Producer& producer, long trades, long symbols, size_t batch, uint64_t seed) {
  mib::market::GeneratorOptions options;
  options.seed = seed;
  options.symbols.clear();
  for (long i = 0; i < symbols; ++i) options.symbols.push_back("S" + std::to_string(seed) + "-" + std::to_string(i));
  options.mean_gap_ns = 1'000'000;
  mib::market::TradeGenerator generator(options);
  std::vector<mib::market::TradeBatchBuilder> builders;
  for (const std::string& symbol : options.symbols) builders.emplace_back(symbol, "bench");
  const auto flush = [&](size_t symbol) -> absl::Status {
    const mib::events::v1::TradeBatch event = builders[symbol].Take();
    const std::string id = "bench/" + event.symbol() + "/" + std::to_string(event.base_trade_id());
    for (;;) {
      const absl::Status sent = producer.Send(mib::kafka::MakeEvent(event, "bench", id));
      if (sent.code() != absl::StatusCode::kResourceExhausted) return sent;
      RETURN_IF_ERROR(producer.Flush(absl::Seconds(60)));
    }
  };
  for (long i = 0; i < trades; ++i) {
    const mib::market::GeneratedTrade next = generator.Next();
    mib::market::TradeBatchBuilder& builder = builders[static_cast<size_t>(next.symbol)];
    ASSIGN_OR_RETURN(const bool fits, builder.Add(next.trade));
    if (!fits) {
      RETURN_IF_ERROR(flush(static_cast<size_t>(next.symbol)));
      RETURN_IF_ERROR(builder.Add(next.trade).status());
    }
    if (builder.rows() >= batch) RETURN_IF_ERROR(flush(static_cast<size_t>(next.symbol)));
  }
  for (size_t symbol = 0; symbol < builders.size(); ++symbol) {
    if (builders[symbol].rows() > 0) RETURN_IF_ERROR(flush(symbol));
  }
  return producer.Flush(absl::Seconds(120));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fprintf(stderr, "Usage: publish_trades BROKERS TRADES SYMBOLS BATCH SEED\n");
    return 2;
  }
  mib::telemetry::Metrics metrics;
  auto producer = mib::kafka::OpenProducer({.brokers = argv[1], .prefix = "", .client_id = "publish-trades"}, metrics);
  const absl::Status status =
      producer.ok() ? SendAll(**producer, std::atol(argv[2]), std::atol(argv[3]),
                              static_cast<size_t>(std::atol(argv[4])), static_cast<uint64_t>(std::atol(argv[5])))
                    : producer.status();
  if (!status.ok()) {
    std::fprintf(stderr, "publish_trades: %s\n", mib::ToString(status).c_str());
    return 1;
  }
  return 0;
}
