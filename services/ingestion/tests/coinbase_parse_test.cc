#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "fakes.h"
#include "venues/coinbase/parse.h"

namespace mib::coinbase {
namespace {

using ingestion::At;
using ingestion::Number;

constexpr std::string_view kMatch =
    R"({"type":"match","trade_id":4021,"maker_order_id":"0f1c2d3e-1111-4222-8333-444455556666",)"
    R"("taker_order_id":"1a2b3c4d-9999-4888-8777-666655554444","side":"sell","size":"0.01250000","price":"43210.55",)"
    R"("product_id":"BTC-USD","sequence":880012345,"time":"2024-01-15T10:00:00.123456Z"})";
constexpr std::string_view kTicker =
    R"({"type":"ticker","sequence":880012346,"product_id":"BTC-USD","price":"43210.55","open_24h":"42800.00",)"
    R"("volume_24h":"9431.28000000","low_24h":"42100.10","high_24h":"43900.00","volume_30d":"310000.1",)"
    R"("best_bid":"43210.54","best_bid_size":"0.11","best_ask":"43210.60","best_ask_size":"1.5","side":"buy",)"
    R"("time":"2024-01-15T10:00:00.123456Z","trade_id":4021,"last_size":"0.0125"})";

template <typename Kind>
Kind Read(std::string_view text) {
  const absl::StatusOr<Frame> frame = ParseFrame(text);
  INFO(text);
  REQUIRE(frame.ok());
  REQUIRE(std::holds_alternative<Kind>(*frame));
  return std::get<Kind>(*frame);
}

std::string Fault(std::string_view text) { return MessageOf(ParseFrame(text).status()); }

std::string Replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string out(text);
  const size_t at = out.find(what);
  REQUIRE(at != std::string::npos);
  return out.replace(at, what.size(), with);
}

TEST_CASE("A match is a trade whose taker is on the other side", "[unit]") {
  const auto match = Read<Match>(kMatch);
  CHECK(match.product == "BTC-USD");
  CHECK_FALSE(match.last);
  CHECK(match.trade.id == 4021);
  CHECK(match.trade.time_ns == ToNanos(At("2024-01-15T10:00:00.123456Z")));
  CHECK(match.trade.price == Number("43210.55"));
  CHECK(match.trade.size == Number("0.0125"));
  CHECK(match.trade.side == market::Side::kBuy);
  CHECK(Read<Match>(Replaced(kMatch, "\"sell\"", "\"buy\"")).trade.side == market::Side::kSell);
}

TEST_CASE("A last match says so", "[unit]") { CHECK(Read<Match>(Replaced(kMatch, "match", "last_match")).last); }

TEST_CASE("The fields may come in any order and with unknown ones between", "[unit]") {
  const auto match = Read<Match>(
      R"( { "time" : "2024-01-15T10:00:00Z", "new":{"a":[1,{"price":"7"}]}, "price":"5", "size":"1", "side":"buy",)"
      R"( "trade_id":"9", "product_id":"A-B", "type":"match" } )");
  CHECK(match.trade.id == 9);
  CHECK(match.trade.price == Number("5"));
}

TEST_CASE("A ticker carries the best prices", "[unit]") {
  const auto ticker = Read<Ticker>(kTicker);
  CHECK(ticker.product == "BTC-USD");
  CHECK(ticker.sequence == 880012346);
  CHECK(ticker.price == Number("43210.55"));
  CHECK(ticker.bid == Number("43210.54"));
  CHECK(ticker.bid_size == Number("0.11"));
  CHECK(ticker.ask == Number("43210.60"));
  CHECK(ticker.ask_size == Number("1.5"));
  CHECK(ticker.last_size == Number("0.0125"));
}

TEST_CASE("A ticker without sizes or with null has none", "[unit]") {
  const auto ticker = Read<Ticker>(
      R"({"type":"ticker","sequence":1,"product_id":"A-B","price":"5","best_bid":null,"time":"2024-01-15T10:00:00Z"})");
  CHECK_FALSE(ticker.bid);
  CHECK_FALSE(ticker.ask_size);
}

TEST_CASE("A heartbeat tells the newest trade", "[unit]") {
  const auto heartbeat = Read<Heartbeat>(
      R"({"type":"heartbeat","sequence":90,"last_trade_id":20,"product_id":"BTC-USD","time":"2024-01-15T10:00:01Z"})");
  CHECK(heartbeat.last_trade_id == 20);
  CHECK(heartbeat.time_ns == ToNanos(At("2024-01-15T10:00:01Z")));
}

TEST_CASE("Subscriptions, errors and unknown kinds are told apart", "[unit]") {
  Read<Subscribed>(R"({"type":"subscriptions","channels":[{"name":"matches","product_ids":["BTC-USD"]}]})");
  CHECK(Read<Refusal>(R"({"type":"error","message":"Failed to subscribe","reason":"XX-YY is not a valid product"})")
            .message == "Failed to subscribe: XX-YY is not a valid product");
  CHECK(Read<Ignored>(R"({"type":"l2update","product_id":"A-B","changes":[["buy","1","2"]]})").type == "l2update");
}

TEST_CASE("What is wrong with a frame is named by its field", "[unit]") {
  CHECK(Fault(Replaced(kMatch, "\"43210.55\"", "\"NaN\"")) == "price 'NaN' is not a number");
  CHECK(Fault(Replaced(kMatch, "\"43210.55\"", "\"1e400\"")) == "price '1e400' is not a number");
  CHECK(Fault(Replaced(kMatch, "\"43210.55\"", "\"\"")) == "price is missing");
  CHECK(Fault(Replaced(kMatch, "\"0.01250000\"", "{}")) == "size is neither a string nor a number");
  CHECK(Fault(Replaced(kMatch, "\"sell\"", "\"SELL\"")) == "side 'SELL' is neither buy nor sell");
  CHECK(Fault(Replaced(kMatch, "4021", "-4021")) == "trade_id '-4021' is not a whole number");
  CHECK(Fault(Replaced(kMatch, "4021", "4021.5")) == "trade_id '4021.5' is not a whole number");
  CHECK(Fault(Replaced(kMatch, "4021", "18446744073709551615")) ==
        "trade_id '18446744073709551615' is not a whole number");
  CHECK(Fault(Replaced(kMatch, "4021", "0")) == "trade_id is 0");
  CHECK(Fault(Replaced(kMatch, "2024-01-15T10:00:00.123456Z", "yesterday")) == "time 'yesterday' is not a time");
  CHECK(Fault(Replaced(kMatch, "\"product_id\":\"BTC-USD\",", "")) == "product_id is missing");
  CHECK(Fault(R"({"sequence":1})") == "type is missing");
}

TEST_CASE("What is no JSON object is refused", "[unit]") {
  for (const std::string_view text :
       {"", " ", "null", "[]", "42", "\"x\"", "{", "}", "{\"type\":", "{\"type\":\"match\"", "{\"type\":\"match\"}}",
        "{\"type\":\"x\"} {}", "\xFF\xFE", "{\"type\":\"\xC3\x28\"}"}) {
    INFO(text);
    CHECK(absl::IsInvalidArgument(ParseFrame(text).status()));
  }
}

TEST_CASE("Every truncation of a frame is refused", "[unit]") {
  for (size_t length = 0; length < kMatch.size(); ++length) {
    INFO(length);
    CHECK_FALSE(ParseFrame(kMatch.substr(0, length)).ok());
  }
}

TEST_CASE("Deep nesting and long text end in an error or a frame, not in a crash", "[unit]") {
  CHECK_FALSE(ParseFrame(std::string(100'000, '[')).ok());
  CHECK_FALSE(ParseFrame("{\"type\":" + std::string(100'000, '{')).ok());
  const std::string digits(100'000, '9');
  CHECK(Fault(Replaced(kMatch, "43210.55", digits)) == "price '" + digits.substr(0, 40) + "' is not a number");
}

// Either an error that says something, or rows of which those refused say why.
template <typename Rows>
void CheckReasons(const absl::StatusOr<Rows>& rows) {
  if (!rows.ok()) {
    REQUIRE_FALSE(rows.status().message().empty());
    return;
  }
  for (const ingestion::RefusedRow& row : rows->refused) REQUIRE_FALSE(row.reason.empty());
}

TEST_CASE("Mutated frames end in an error or in sound rows, not in a crash", "[unit]") {
  std::mt19937 random(20240115);
  const std::vector<std::string> seeds{
      std::string(kMatch), std::string(kTicker), R"([[1705312800,10.5,12,11,11.5,3.25],[1705312740,1e1,12,11,11.5,0]])",
      R"([{"trade_id":5,"side":"sell","size":"1","price":"2","time":"2024-01-15T10:00:00Z"}])",
      R"([{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","display_name":"BTC/USD","status":"online"}])"};
  constexpr std::string_view kHostile = "{}[]\":,\\0e-+.\x01\xFF\xC3";
  for (int i = 0; i < 10'000; ++i) {
    std::string text = seeds[random() % seeds.size()];
    for (uint32_t change = 0; change < 1 + random() % 4; ++change) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text[at] = kHostile[random() % kHostile.size()];
          break;
        case 2:
          text.erase(at, 1 + random() % 8);
          break;
        default:
          text.insert(at, text.substr(random() % text.size(), random() % 16));
      }
      if (text.empty()) text = "{";
    }
    const auto frame = ParseFrame(text);
    REQUIRE((frame.ok() || !frame.status().message().empty()));
    CheckReasons(ParseTrades(text));
    const auto candles = ParseCandles(text);
    CheckReasons(candles);
    if (candles.ok()) REQUIRE(std::ranges::is_sorted(candles->good, {}, &ingestion::BarRow::open_ns));
    const auto products = ParseProducts(text);
    REQUIRE((products.ok() || !products.status().message().empty()));
  }
}

TEST_CASE("Candles are low before high, and come out oldest first", "[unit]") {
  const auto rows = ParseCandles(
      "[[1710327660, 73370.1, 73402.47, 73370.65, 73400, 0.5],"
      " [1710327600, 73241.5, 73402.4700000001, 73243.33, 73370.65, 1.56794406]]");
  REQUIRE(rows.ok());
  REQUIRE(rows->good.size() == 2);
  const ingestion::BarRow& bar = rows->good[0];
  CHECK(bar.open_ns == ToNanos(At("2024-03-13T11:00:00Z")));
  CHECK(bar.low == Number("73241.5"));
  CHECK(bar.high == Number("73402.4700000001"));
  CHECK(bar.open == Number("73243.33"));
  CHECK(bar.close == Number("73370.65"));
  CHECK(bar.volume == Number("1.56794406"));
  CHECK(rows->good[1].open_ns == bar.open_ns + 60'000'000'000);
}

TEST_CASE("A broken candle is refused with its text and the others stay", "[unit]") {
  const auto rows = ParseCandles(R"([[60,1,2,1,2],[120,1,2,1,2,"x"],"row",[180,1,2,1,2,3],{"a":1},[1e300,1,2,1,2,3]])");
  REQUIRE(rows.ok());
  REQUIRE(rows->good.size() == 1);
  CHECK(rows->good[0].open_ns == 180'000'000'000);
  REQUIRE(rows->refused.size() == 5);
  CHECK(rows->refused[0].payload == "[60,1,2,1,2]");
  CHECK(rows->refused[0].reason == "row has 5 values, not 6");
  CHECK(rows->refused[1].reason == "volume 'x' is not a number");
  CHECK(rows->refused[4].reason == "time '1e300' is not a whole number");
}

TEST_CASE("An answer that is no list is an error as a whole", "[unit]") {
  CHECK_FALSE(ParseCandles(R"({"message":"NotFound"})").ok());
  CHECK_FALSE(ParseTrades(R"([{"trade_id":1)").ok());
}

TEST_CASE("A page of trades keeps the venue's order and flips the sides", "[unit]") {
  const auto rows =
      ParseTrades(R"([{"trade_id":12,"side":"sell","size":"0.5","price":"10.00","time":"2024-01-15T10:00:02.5Z"},)"
                  R"({"trade_id":"11","side":"buy","size":"1","price":"9.99","time":"2024-01-15T10:00:01Z"},)"
                  R"({"trade_id":10,"side":"buy","size":"1","price":"-","time":"2024-01-15T10:00:00Z"}])");
  REQUIRE(rows.ok());
  REQUIRE(rows->good.size() == 2);
  CHECK(rows->good[0].id == 12);
  CHECK(rows->good[0].side == market::Side::kBuy);
  CHECK(rows->good[1].id == 11);
  CHECK(rows->good[1].side == market::Side::kSell);
  REQUIRE(rows->refused.size() == 1);
  CHECK(rows->refused[0].reason == "price '-' is not a number");
}

TEST_CASE("Products become instruments", "[unit]") {
  const auto products = ParseProducts(
      R"([{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","display_name":"BTC/USD","status":"online","post_only":false},)"
      R"({"id":"EUR-USD","base_currency":"EUR","quote_currency":"USD","display_name":"EUR/USD","status":"delisted"},{"id":{}}])");
  REQUIRE(products.ok());
  REQUIRE(products->size() == 2);
  CHECK((*products)[0].symbol() == "BTC-USD");
  CHECK((*products)[0].name() == "BTC/USD");
  CHECK((*products)[0].asset_class() == market::v1::CRYPTO);
  CHECK((*products)[0].currency() == "USD");
  CHECK((*products)[0].is_active());
  CHECK((*products)[1].asset_class() == market::v1::FX);
  CHECK_FALSE((*products)[1].is_active());
}

TEST_CASE("The subscription names every product and channel", "[unit]") {
  CHECK(SubscribeMessage({"BTC-USD", "ETH-USD"}) ==
        R"({"type":"subscribe","product_ids":["BTC-USD","ETH-USD"],"channels":["matches","ticker","heartbeat"]})");
}

}  // namespace
}  // namespace mib::coinbase
