#include "market_data_service.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "records.h"
#include "simulated_clock.h"

namespace mib::core_engine {
namespace {

struct Fixture {
  Fixture() {
    for (const auto& [symbol, name] :
         std::map<std::string, std::string>{{"AAPL", "Apple Inc."}, {"BTC-USD", "Bitcoin"}}) {
      market::v1::Instrument& instrument = reader.instruments.emplace_back();
      instrument.set_symbol(symbol);
      instrument.set_name(name);
    }
    for (int day = 10; day < 20; ++day) {
      market::v1::Bar bar = MakeBar("2024-01-" + std::to_string(day), "1", "2", "1", std::to_string(day), "5");
      bar.set_symbol("AAPL");
      bar.set_interval("1d");
      reader.bars.push_back(bar);
    }
  }

  api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

  telemetry::Metrics metrics;
  Probe probe{metrics};
  SimulatedClock clock{*ParseTime("2024-02-01")};
  MemoryReader reader;
  MemoryRedis redis;
  InstrumentBook instruments;
  QuoteBook quotes;
  QuoteCache cache{redis, probe};
  InstrumentDirectory directory{instruments, reader, clock};
  MarketDataService service{instruments, directory, quotes, cache, reader};
  rpc::Context context;
};

market::v1::Quote Last(const std::string& symbol, std::string_view price) {
  market::v1::Quote quote;
  quote.set_symbol(symbol);
  *quote.mutable_last() = Number(price);
  return quote;
}

TEST_CASE("A quote comes from memory, else from Redis, else from the database", "[unit]") {
  Fixture f;
  v1::GetQuoteRequest request;
  request.set_symbol("btc/usd");
  CHECK(f.CodeOf(f.service.GetQuote(f.context, request).status()) == api::v1::NO_DATA);
  f.reader.quotes["BTC-USD"] = Last("BTC-USD", "1");
  CHECK(Text(f.service.GetQuote(f.context, request)->last()) == "1");
  f.cache.Put({{Last("BTC-USD", "2"), 0}});
  CHECK(Text(f.service.GetQuote(f.context, request)->last()) == "2");
  f.quotes.Load({{Last("BTC-USD", "3"), 0}});
  CHECK(Text(f.service.GetQuote(f.context, request)->last()) == "3");
}

TEST_CASE("With Redis away quotes come from the database", "[unit]") {
  Fixture f;
  f.redis.status = absl::UnavailableError("away");
  f.reader.quotes["AAPL"] = Last("AAPL", "1");
  v1::GetQuoteRequest request;
  request.set_symbol("AAPL");
  CHECK(f.service.GetQuote(f.context, request).ok());
  CHECK(f.probe.redis_failures.Value() == 1);
}

TEST_CASE("An unknown symbol is answered with a suggestion", "[unit]") {
  Fixture f;
  v1::GetQuoteRequest request;
  request.set_symbol("APPL");
  const absl::Status status = f.service.GetQuote(f.context, request).status();
  CHECK(f.CodeOf(status) == api::v1::INVALID_SYMBOL);
  CHECK(errors::DetailOf(status).details().at("suggestion") == "AAPL (Apple Inc.)");
  request.set_symbol("; DROP TABLE");
  CHECK(f.CodeOf(f.service.GetQuote(f.context, request).status()) == api::v1::INVALID_SYMBOL);
}

TEST_CASE("Unknown symbols ask the database at most once a second", "[unit]") {
  Fixture f;
  v1::GetQuoteRequest request;
  request.set_symbol("ZZZZZZ");
  for (int i = 0; i < 10; ++i) CHECK_FALSE(f.service.GetQuote(f.context, request).ok());
  CHECK(f.reader.instrument_reads == 1);
  f.clock.Advance(absl::Seconds(1));
  CHECK_FALSE(f.service.GetQuote(f.context, request).ok());
  CHECK(f.reader.instrument_reads == 2);
}

TEST_CASE("A database that is away is not an unknown symbol", "[unit]") {
  Fixture f;
  f.reader.status = absl::UnavailableError("away");
  v1::GetQuoteRequest request;
  request.set_symbol("AAPL");
  CHECK(f.service.GetQuote(f.context, request).status().code() == absl::StatusCode::kUnavailable);
}

std::string Closes(const v1::GetBarsResponse& response) {
  std::string closes;
  for (const market::v1::Bar& bar : response.bars()) closes += Text(bar.close()) + " ";
  return closes;
}

TEST_CASE("Pages follow each other without gap or overlap, in both orders", "[unit]") {
  for (const std::string order : {"asc", "desc"}) {
    Fixture f;
    v1::GetDailyRequest request;
    request.set_symbol("aapl");
    request.set_limit(4);
    request.set_order(order);
    *request.mutable_start() = market::ToProto(*ParseTime("2024-01-11"));
    *request.mutable_end() = market::ToProto(*ParseTime("2024-01-19"));
    std::string closes;
    int pages = 0;
    do {
      const absl::StatusOr<v1::GetBarsResponse> page = f.service.GetDaily(f.context, request);
      REQUIRE(page.ok());
      closes += Closes(*page);
      request.set_cursor(page->next_cursor());
      ++pages;
    } while (!request.cursor().empty());
    CHECK(pages == 2);
    CHECK(closes == (order == "asc" ? "11 12 13 14 15 16 17 18 " : "18 17 16 15 14 13 12 11 "));
  }
}

TEST_CASE("Requests that cannot be answered say why", "[unit]") {
  Fixture f;
  v1::GetBarsRequest request;
  request.set_symbol("AAPL");
  request.set_interval("1d");
  CHECK(f.service.GetBars(f.context, request)->bars_size() == 10);
  *request.mutable_start() = market::ToProto(*ParseTime("2024-01-11"));
  *request.mutable_end() = *request.mutable_start();
  CHECK(f.CodeOf(f.service.GetBars(f.context, request).status()) == api::v1::INVALID_TIME_RANGE);
  request.clear_end();
  request.set_cursor("no cursor of ours");
  CHECK(f.CodeOf(f.service.GetBars(f.context, request).status()) == api::v1::INVALID_CURSOR);
  request.clear_cursor();
  request.set_limit(10'001);
  CHECK(f.CodeOf(f.service.GetBars(f.context, request).status()) == api::v1::VALIDATION_FAILED);
  request.set_limit(1);
  request.set_order("sideways");
  CHECK(f.CodeOf(f.service.GetBars(f.context, request).status()) == api::v1::VALIDATION_FAILED);
  request.clear_order();
  request.set_interval("2d");
  CHECK(f.CodeOf(f.service.GetBars(f.context, request).status()) == api::v1::VALIDATION_FAILED);
}

TEST_CASE("One symbol of a batch that fails does not fail the others", "[unit]") {
  Fixture f;
  f.quotes.Load({{Last("AAPL", "3"), 0}});
  v1::GetBatchRequest request;
  CHECK(f.CodeOf(f.service.GetBatch(f.context, request).status()) == api::v1::VALIDATION_FAILED);
  request.add_symbols("AAPL");
  request.add_symbols("NOPE");
  const absl::StatusOr<v1::GetBatchResponse> response = f.service.GetBatch(f.context, request);
  REQUIRE(response.ok());
  REQUIRE(response->items_size() == 2);
  CHECK(Text(response->items(0).quote().last()) == "3");
  CHECK_FALSE(response->items(0).has_error());
  CHECK(response->items(1).error().code() == "INVALID_SYMBOL");
  CHECK_FALSE(response->items(1).has_quote());
  for (int i = 0; i < 99; ++i) request.add_symbols("AAPL");
  CHECK(f.CodeOf(f.service.GetBatch(f.context, request).status()) == api::v1::VALIDATION_FAILED);
}

TEST_CASE("Instruments are found and listed", "[unit]") {
  Fixture f;
  v1::SearchInstrumentsRequest request;
  request.set_q("apple");
  const absl::StatusOr<v1::SearchInstrumentsResponse> found = f.service.SearchInstruments(f.context, request);
  REQUIRE(found.ok());
  REQUIRE(found->matches_size() == 1);
  CHECK(found->matches(0).instrument().symbol() == "AAPL");
  CHECK(f.service.ListInstruments(f.context, {})->instruments_size() == 2);
}

TEST_CASE("Every RPC of the contract is bound", "[unit]") {
  Fixture f;
  rpc::ServiceBinder binder;
  f.service.BindTo(binder);
  CHECK(binder.methods().at("mib.core_engine.v1.MarketData").size() == 6);
}

}  // namespace
}  // namespace mib::core_engine
