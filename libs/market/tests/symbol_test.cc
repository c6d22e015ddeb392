#include "mib/market/symbol.h"

#include <catch2/catch_test_macros.hpp>
#include <string>

namespace mib::market {
namespace {

TEST_CASE("A symbol is spelt in upper case with a dash in pairs", "[unit]") {
  CHECK(*CanonicalSymbol("aapl") == "AAPL");
  CHECK(*CanonicalSymbol("btc/usd") == "BTC-USD");
  CHECK(*CanonicalSymbol("BTC_USD") == "BTC-USD");
  CHECK(*CanonicalSymbol("BRK.b") == "BRK.B");
  CHECK(*CanonicalSymbol("^gspc") == "^GSPC");
  CHECK(*CanonicalSymbol("EURUSD=X") == "EURUSD=X");
}

TEST_CASE("Text that can be no symbol is refused", "[unit]") {
  for (const std::string& text : {std::string(), std::string(65, 'A'), std::string("A B"), std::string("A;DROP"),
                                  std::string("../"), std::string("\xc3\xa4"), std::string("A\0B", 3)}) {
    CHECK(CanonicalSymbol(text).status().code() == absl::StatusCode::kInvalidArgument);
  }
  CHECK(CanonicalSymbol(std::string(64, 'A')).ok());
}

}  // namespace
}  // namespace mib::market
