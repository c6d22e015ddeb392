#include "market_data_service.h"

#include <fmt/format.h>

#include <algorithm>

#include "cursor.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"

namespace mib::core_engine {
namespace {

constexpr int kDefaultBars = 1000;
constexpr uint32_t kMaxBars = 10'000;
constexpr int kMaxBatch = 100;
constexpr size_t kDefaultMatches = 10;
constexpr size_t kMaxMatches = 100;
/// How old the list of other processes' instruments may be in a search or a list.
constexpr absl::Duration kListAge = absl::Seconds(10);

/// What the requests for bars have in common, checked; the instrument is still to be found.
template <typename Request>
absl::StatusOr<BarQuery> ToQuery(const Request& request, market::Interval interval) {
  if (request.limit() > kMaxBars) return errors::Invalid({{"limit", fmt::format("is at most {}", kMaxBars)}});
  if (!request.order().empty() && request.order() != "asc" && request.order() != "desc") {
    return errors::Invalid({{"order", "is asc or desc"}});
  }
  BarQuery query;
  query.interval = interval;
  query.limit = request.limit() == 0 ? kDefaultBars : static_cast<int>(request.limit());
  query.newest_first = request.order() == "desc";
  if (request.has_start()) query.start = market::FromProto(request.start());
  if (request.has_end()) query.end = market::FromProto(request.end());
  if (query.end <= query.start) {
    return errors::Make(api::v1::INVALID_TIME_RANGE, "end must be later than start: the range is [start, end).");
  }
  return query;
}

v1::BatchError ToBatchError(const absl::Status& status) {
  v1::BatchError error;
  error.set_code(api::v1::ErrorCode_Name(errors::DetailOf(status).code()));
  error.set_message(MessageOf(status));
  return error;
}

}  // namespace

void MarketDataService::BindTo(rpc::ServiceBinder& binder) {
  constexpr std::string_view kService = "mib.core_engine.v1.MarketData";
  constexpr rpc::Execution kBlocking = rpc::Execution::kBlocking;
  binder.Bind(kService, "GetQuote", kBlocking, &MarketDataService::GetQuote, this);
  binder.Bind(kService, "GetDaily", kBlocking, &MarketDataService::GetDaily, this);
  binder.Bind(kService, "GetBars", kBlocking, &MarketDataService::GetBars, this);
  binder.Bind(kService, "GetBatch", kBlocking, &MarketDataService::GetBatch, this);
  binder.Bind(kService, "SearchInstruments", kBlocking, &MarketDataService::SearchInstruments, this);
  binder.Bind(kService, "ListInstruments", kBlocking, &MarketDataService::ListInstruments, this);
}

absl::StatusOr<market::v1::Quote> MarketDataService::GetQuote(const rpc::Context&, const v1::GetQuoteRequest& request) {
  return QuoteOf(request.symbol());
}

absl::StatusOr<market::v1::Quote> MarketDataService::QuoteOf(std::string_view symbol) {
  ASSIGN_OR_RETURN(const market::v1::Instrument instrument, directory_.Find(symbol));
  if (std::optional<market::v1::Quote> quote = quotes_.Latest(instrument.symbol())) return *std::move(quote);
  // Another process reads this instrument's partition.
  if (std::optional<market::v1::Quote> quote = cache_.Get(instrument.symbol())) return *std::move(quote);
  ASSIGN_OR_RETURN(std::optional<market::v1::Quote> stored, reader_.ReadQuote(instrument.symbol()));
  if (stored) return *std::move(stored);
  return errors::Make(api::v1::NO_DATA, fmt::format("No quote of '{}' has arrived yet.", instrument.symbol()),
                      {{"symbol", instrument.symbol()}});
}

absl::StatusOr<v1::GetBarsResponse> MarketDataService::GetDaily(const rpc::Context&,
                                                                const v1::GetDailyRequest& request) {
  ASSIGN_OR_RETURN(BarQuery query, ToQuery(request, market::Interval::k1d));
  query.symbol = request.symbol();
  return ReadPage(std::move(query), request.cursor());
}

absl::StatusOr<v1::GetBarsResponse> MarketDataService::GetBars(const rpc::Context&, const v1::GetBarsRequest& request) {
  const std::optional<market::Interval> interval =
      request.interval().empty() ? market::Interval::k1m : market::ParseInterval(request.interval());
  if (!interval) return errors::Invalid({{"interval", "is one of 1s, 1m, 5m, 15m, 1h, 4h, 1d, 1w, 1M"}});
  ASSIGN_OR_RETURN(BarQuery query, ToQuery(request, *interval));
  query.symbol = request.symbol();
  return ReadPage(std::move(query), request.cursor());
}

absl::StatusOr<v1::GetBarsResponse> MarketDataService::ReadPage(BarQuery query, const std::string& cursor) {
  ASSIGN_OR_RETURN(const market::v1::Instrument instrument, directory_.Find(query.symbol));
  query.symbol = instrument.symbol();
  if (!cursor.empty()) {
    ASSIGN_OR_RETURN(const absl::Time next, DecodeCursor(query, cursor));
    // The cursor names the first bar of the page, so it is inside of the range on either side.
    if (query.newest_first) {
      query.end = std::min(query.end, next + absl::Nanoseconds(1));
    } else {
      query.start = std::max(query.start, next);
    }
  }
  const int wanted = query.limit;
  // One more than wanted tells whether there is a next page, and where.
  ++query.limit;
  ASSIGN_OR_RETURN(std::vector<market::v1::Bar> bars, reader_.ReadBars(query));
  v1::GetBarsResponse response;
  if (bars.size() > static_cast<size_t>(wanted)) {
    response.set_next_cursor(EncodeCursor(query, market::FromProto(bars.back().open_time())));
    bars.pop_back();
  }
  response.mutable_bars()->Reserve(static_cast<int>(bars.size()));
  for (market::v1::Bar& bar : bars) *response.add_bars() = std::move(bar);
  return response;
}

absl::StatusOr<v1::GetBatchResponse> MarketDataService::GetBatch(const rpc::Context&,
                                                                 const v1::GetBatchRequest& request) {
  if (request.symbols().empty()) return errors::Invalid({{"symbols", "is required"}});
  if (request.symbols_size() > kMaxBatch)
    return errors::Invalid({{"symbols", fmt::format("has at most {}", kMaxBatch)}});
  v1::GetBatchResponse response;
  for (const std::string& symbol : request.symbols()) {
    v1::BatchItem& item = *response.add_items();
    item.set_symbol(symbol);
    absl::StatusOr<market::v1::Quote> quote = QuoteOf(symbol);
    if (quote.ok()) {
      *item.mutable_quote() = *std::move(quote);
    } else {
      *item.mutable_error() = ToBatchError(quote.status());
    }
  }
  return response;
}

absl::StatusOr<v1::SearchInstrumentsResponse> MarketDataService::SearchInstruments(
    const rpc::Context&, const v1::SearchInstrumentsRequest& request) {
  if (request.q().empty()) return errors::Invalid({{"q", "is required"}});
  if (request.limit() > kMaxMatches) return errors::Invalid({{"limit", fmt::format("is at most {}", kMaxMatches)}});
  RETURN_IF_ERROR(directory_.Refresh(kListAge));
  const size_t limit = request.limit() == 0 ? kDefaultMatches : request.limit();
  v1::SearchInstrumentsResponse response;
  for (v1::InstrumentMatch& match : instruments_.Search(request.q(), limit)) *response.add_matches() = std::move(match);
  return response;
}

absl::StatusOr<v1::ListInstrumentsResponse> MarketDataService::ListInstruments(const rpc::Context&,
                                                                               const v1::ListInstrumentsRequest&) {
  RETURN_IF_ERROR(directory_.Refresh(kListAge));
  v1::ListInstrumentsResponse response;
  for (market::v1::Instrument& instrument : instruments_.All()) *response.add_instruments() = std::move(instrument);
  return response;
}

}  // namespace mib::core_engine
