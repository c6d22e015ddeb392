#include "cursor.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"

namespace mib::core_engine {
namespace {

BarQuery Query() {
  BarQuery query;
  query.symbol = "AAPL";
  query.interval = market::Interval::k1d;
  return query;
}

TEST_CASE("A cursor leads back to its time", "[unit]") {
  for (const int64_t seconds : {int64_t{0}, int64_t{1'704'067'200}, int64_t{-86'400}}) {
    const std::string cursor = EncodeCursor(Query(), absl::FromUnixSeconds(seconds));
    CHECK(*DecodeCursor(Query(), cursor) == absl::FromUnixSeconds(seconds));
  }
}

TEST_CASE("A cursor of another query, or of nobody, is refused", "[unit]") {
  const std::string cursor = EncodeCursor(Query(), absl::FromUnixSeconds(1'704'067'200));
  BarQuery other_symbol = Query();
  other_symbol.symbol = "MSFT";
  BarQuery other_interval = Query();
  other_interval.interval = market::Interval::k1w;
  BarQuery other_order = Query();
  other_order.newest_first = true;
  for (const BarQuery& query : {other_symbol, other_interval, other_order}) {
    CHECK(errors::DetailOf(DecodeCursor(query, cursor).status()).code() == api::v1::INVALID_CURSOR);
  }
  std::string changed = cursor;
  changed[15] = changed[15] == '0' ? '1' : '0';
  for (const std::string& text : {changed, std::string("x"), std::string(24, 'z'), cursor + "0", cursor.substr(1)}) {
    CHECK(errors::DetailOf(DecodeCursor(Query(), text).status()).code() == api::v1::INVALID_CURSOR);
  }
}

}  // namespace
}  // namespace mib::core_engine
