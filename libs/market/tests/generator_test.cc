#include "mib/market/generator.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>

namespace mib::market {
namespace {

TEST_CASE("The same seed makes the same trades on every machine", "[unit]") {
  TradeGenerator generator(GeneratorOptions{});
  uint64_t digest = 14695981039346656037u;  // FNV-1a over every field
  const auto mix = [&digest](uint64_t value) { digest = (digest ^ value) * 1099511628211u; };
  for (int i = 0; i < 10'000; ++i) {
    const GeneratedTrade next = generator.Next();
    mix(static_cast<uint64_t>(next.symbol));
    mix(next.trade.id);
    mix(static_cast<uint64_t>(next.trade.time_ns));
    mix(static_cast<uint64_t>(next.trade.price.unscaled()));
    mix(static_cast<uint64_t>(next.trade.size.unscaled()));
    mix(static_cast<uint64_t>(next.trade.side));
  }
  CHECK(digest == 0xe50369fcb343fd5u);
}

TEST_CASE("Another seed makes other trades", "[unit]") {
  GeneratorOptions options;
  TradeGenerator one(options);
  options.seed = 2;
  TradeGenerator two(options);
  int same = 0;
  for (int i = 0; i < 100; ++i) same += one.Next().trade.size == two.Next().trade.size ? 1 : 0;
  CHECK(same < 50);
}

TEST_CASE("Ids rise by one, prices stay positive, some trades are late by at most 30 s", "[unit]") {
  GeneratorOptions options;
  options.late_per_mille = 20;
  TradeGenerator generator(options);
  std::map<int, uint64_t> last_id;
  std::map<int, int64_t> newest;
  int late = 0;
  for (int i = 0; i < 50'000; ++i) {
    const auto [symbol, trade] = generator.Next();
    CHECK(trade.id == ++last_id[symbol]);
    CHECK(trade.price.sign() > 0);
    CHECK(trade.size.sign() > 0);
    CHECK(trade.time_ns >= newest[symbol] - 30'000'000'000);
    late += trade.time_ns < newest[symbol] ? 1 : 0;
    newest[symbol] = std::max(newest[symbol], trade.time_ns);
  }
  CHECK(last_id.size() == options.symbols.size());
  CHECK(late > 500);
  CHECK(late < 1500);
}

}  // namespace
}  // namespace mib::market
