#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "instrument_directory.h"
#include "market_reader.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/rpc/context.h"
#include "mib/rpc/server.h"
#include "quote_book.h"
#include "quote_cache.h"

namespace mib::core_engine {

/// Handlers of mib.core_engine.v1.MarketData. Thread safe; all may block for the database. Quotes come from memory,
/// else Redis, else the database; bars from the database.
class MarketDataService {
 public:
  MarketDataService(InstrumentBook& instruments, InstrumentDirectory& directory, QuoteBook& quotes, QuoteCache& cache,
                    MarketReader& reader)
      : instruments_(instruments), directory_(directory), quotes_(quotes), cache_(cache), reader_(reader) {}

  /// Puts every handler into the binder; the service must outlive the server.
  void BindTo(rpc::ServiceBinder& binder);

  absl::StatusOr<market::v1::Quote> GetQuote(const rpc::Context& context, const v1::GetQuoteRequest& request);
  absl::StatusOr<v1::GetBarsResponse> GetDaily(const rpc::Context& context, const v1::GetDailyRequest& request);
  absl::StatusOr<v1::GetBarsResponse> GetBars(const rpc::Context& context, const v1::GetBarsRequest& request);
  absl::StatusOr<v1::GetBatchResponse> GetBatch(const rpc::Context& context, const v1::GetBatchRequest& request);
  absl::StatusOr<v1::SearchInstrumentsResponse> SearchInstruments(const rpc::Context& context,
                                                                  const v1::SearchInstrumentsRequest& request);
  absl::StatusOr<v1::ListInstrumentsResponse> ListInstruments(const rpc::Context& context,
                                                              const v1::ListInstrumentsRequest& request);

 private:
  absl::StatusOr<market::v1::Quote> QuoteOf(std::string_view symbol);
  absl::StatusOr<v1::GetBarsResponse> ReadPage(BarQuery query, const std::string& cursor);

  InstrumentBook& instruments_;
  InstrumentDirectory& directory_;
  QuoteBook& quotes_;
  QuoteCache& cache_;
  MarketReader& reader_;
};

}  // namespace mib::core_engine
