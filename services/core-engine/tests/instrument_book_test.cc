#include "instrument_book.h"

#include <catch2/catch_test_macros.hpp>

#include "match.h"

namespace mib::core_engine {
namespace {

market::v1::Instrument Make(const std::string& symbol, const std::string& name) {
  market::v1::Instrument instrument;
  instrument.set_symbol(symbol);
  instrument.set_name(name);
  instrument.set_is_active(true);
  return instrument;
}

void Fill(InstrumentBook* book) {
  book->Merge({Make("AAPL", "Apple Inc."), Make("MSFT", "Microsoft Corporation"), Make("GOOG", "Google Inc."),
               Make("IBM", "International Business Machines"), Make("BTC-USD", "Bitcoin"),
               Make("APLE", "Apple Hospitality")});
}

std::vector<std::string> Symbols(const std::vector<v1::InstrumentMatch>& matches) {
  std::vector<std::string> symbols;
  for (const v1::InstrumentMatch& match : matches) symbols.push_back(match.instrument().symbol());
  return symbols;
}

TEST_CASE("A slip in a symbol is answered with the one that was meant", "[unit]") {
  InstrumentBook book;
  Fill(&book);
  CHECK(book.Suggest("APPL") == "AAPL (Apple Inc.)");
  CHECK(book.Suggest("MSTF") == "MSFT (Microsoft Corporation)");
  CHECK(book.Suggest("BTC-USDT") == "BTC-USD (Bitcoin)");
  CHECK(book.Suggest("ZZZZ").empty());
  CHECK(book.Suggest("X").empty());
}

TEST_CASE("A search puts the very symbol first, then beginnings, then the rest", "[unit]") {
  InstrumentBook book;
  Fill(&book);
  const std::vector<v1::InstrumentMatch> exact = book.Search("btcusd", 10);
  REQUIRE(exact.size() == 1);
  CHECK(exact[0].score() == 1);
  CHECK(Symbols(book.Search("apple", 10)) == std::vector<std::string>{"AAPL", "APLE"});
  CHECK(Symbols(book.Search("inc", 10)) == std::vector<std::string>{"AAPL", "GOOG"});
  CHECK(Symbols(book.Search("business machines", 10)) == std::vector<std::string>{"IBM"});
  CHECK(Symbols(book.Search("microsfot", 10)) == std::vector<std::string>{"MSFT"});
  CHECK(book.Search("apple business", 10).empty());
  CHECK(book.Search("...", 10).empty());
  CHECK(book.Search("apple", 1).size() == 1);
}

TEST_CASE("What a provider says is news once", "[unit]") {
  InstrumentBook book;
  CHECK(book.See("ETH-USD", "coinbase"));
  CHECK_FALSE(book.See("ETH-USD", "coinbase"));
  CHECK(book.Find("ETH-USD")->currency() == "USD");
  CHECK(book.Describe(Make("ETH-USD", "Ether")));
  CHECK_FALSE(book.Describe(Make("ETH-USD", "Ether")));
  CHECK(book.Find("ETH-USD")->name() == "Ether");
  CHECK_FALSE(book.See("ETH-USD", "kraken"));
  CHECK_FALSE(book.Find("ETH-EUR"));
}

TEST_CASE("Distances count slips of the finger", "[unit]") {
  CHECK(EditDistance("", "abc") == 3);
  CHECK(EditDistance("kitten", "sitting") == 3);
  CHECK(EditDistance("AAPL", "APAL") == 1);
  CHECK(EditDistance("AAPL", "AAPL") == 0);
}

}  // namespace
}  // namespace mib::core_engine
