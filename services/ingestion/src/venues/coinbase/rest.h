#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "bar_provider.h"
#include "source_client.h"
#include "venues/coinbase/parse.h"

namespace mib::coinbase {

/// Trades that happened. Thread safe; blocks on the network.
class TradeHistory {
 public:
  virtual ~TradeHistory() = default;
  /// At most kPageRows trades with ids below `before_id`, newest first.
  virtual absl::StatusOr<ingestion::Rows<market::Trade>> TradesBefore(std::string_view product, uint64_t before_id) = 0;

  static constexpr uint64_t kPageRows = 1000;
};

/// Coinbase Exchange's REST interface. Thread safe.
class Rest final : public TradeHistory, public ingestion::BarProvider {
 public:
  /// `client` must outlive it. `base_url` without a slash at the end.
  Rest(std::string base_url, ingestion::SourceClient& client) : base_url_(std::move(base_url)), client_(client) {}

  absl::StatusOr<ingestion::Rows<market::Trade>> TradesBefore(std::string_view product, uint64_t before_id) override;
  /// One page of at most 300 candles. INVALID_ARGUMENT for an interval that the venue does not have.
  absl::StatusOr<ingestion::BarPage> Fetch(const ingestion::BarRequest& request) override;

 private:
  absl::StatusOr<market::v1::Instrument> Describe(const std::string& product);

  const std::string base_url_;
  ingestion::SourceClient& client_;
  absl::Mutex mutex_;
  // The venue's products, asked for once.
  std::map<std::string, market::v1::Instrument> products_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::coinbase
