#include "mib/market/trade_columns.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::market {
namespace {

Trade MakeTrade(uint64_t id, int64_t time_ns, const char* price, const char* size, Side side = Side::kBuy) {
  return Trade{id, time_ns, *Decimal::Parse(price), *Decimal::Parse(size), side};
}

TEST_CASE("A batch holds its trades exactly, in the smallest scales", "[unit]") {
  TradeBatchBuilder builder("BTC-USD", "coinbase");
  REQUIRE(*builder.Add(MakeTrade(10, 1'000, "60719.270", "0.00000001", Side::kSell)));
  REQUIRE(*builder.Add(MakeTrade(11, 900, "60719.5", "12", Side::kBuy)));
  builder.SetWatermark(950);
  const events::v1::TradeBatch batch = builder.Take();
  CHECK(batch.symbol() == "BTC-USD");
  CHECK(batch.source() == "coinbase");
  CHECK(batch.price_scale() == 2);
  CHECK(batch.size_scale() == 8);

  TradeColumns columns;
  REQUIRE(Decode(batch, &columns).ok());
  REQUIRE(columns.rows() == 2);
  CHECK(columns.time_ns == std::vector<int64_t>{1'000, 900});
  CHECK(columns.id == std::vector<uint64_t>{10, 11});
  CHECK(columns.price == std::vector<int64_t>{6071927, 6071950});
  CHECK(columns.size == std::vector<int64_t>{1, 1'200'000'000});
  CHECK(columns.side == std::vector<Side>{Side::kSell, Side::kBuy});
  CHECK(columns.watermark_ns == 950);
  CHECK(builder.rows() == 0);
}

TEST_CASE("A trade that does not fit the batch begun asks for a new one", "[unit]") {
  TradeBatchBuilder builder("X", "test");
  REQUIRE(*builder.Add(MakeTrade(1, 1, "10000000000000", "1")));
  const absl::StatusOr<bool> second = builder.Add(MakeTrade(2, 2, "0.000000001", "1"));
  REQUIRE(second.ok());
  CHECK_FALSE(*second);
  CHECK(builder.Take().price_size() == 1);
  CHECK(*builder.Add(MakeTrade(2, 2, "0.000000001", "1")));
  CHECK(builder.Take().price_scale() == 9);
}

TEST_CASE("A number of more than 18 digits is an error", "[unit]") {
  TradeBatchBuilder builder("X", "test");
  CHECK(builder.Add(MakeTrade(1, 1, "1234567890123456789", "1")).status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(builder.Add(MakeTrade(1, 1, "1", "0.0000000000000000001")).status().code() ==
        absl::StatusCode::kInvalidArgument);
  CHECK(*builder.Add(MakeTrade(1, 1, "999999999999999999", "0.000000000000000001")));
}

TEST_CASE("Columns of different lengths, impossible scales and sides are refused", "[unit]") {
  TradeBatchBuilder builder("X", "test");
  REQUIRE(*builder.Add(MakeTrade(1, 1, "1", "1")));
  const events::v1::TradeBatch good = builder.Take();
  TradeColumns columns;
  events::v1::TradeBatch batch = good;
  batch.add_price(5);
  CHECK(Decode(batch, &columns).code() == absl::StatusCode::kInvalidArgument);
  batch = good;
  batch.clear_side();
  CHECK(Decode(batch, &columns).code() == absl::StatusCode::kInvalidArgument);
  batch = good;
  batch.set_side("\x03");
  CHECK(Decode(batch, &columns).code() == absl::StatusCode::kInvalidArgument);
  batch = good;
  batch.set_size_scale(19);
  CHECK(Decode(batch, &columns).code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("Differences that run over the end of 64 bits do not end the process", "[unit]") {
  TradeBatchBuilder builder("X", "test");
  REQUIRE(*builder.Add(MakeTrade(1, INT64_MAX, "1", "1")));
  events::v1::TradeBatch batch = builder.Take();
  batch.set_time_delta_ns(0, INT64_MAX);
  batch.set_trade_id_delta(0, INT64_MIN);
  TradeColumns columns;
  REQUIRE(Decode(batch, &columns).ok());
  CHECK(columns.time_ns[0] < 0);
}

}  // namespace
}  // namespace mib::market
