#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "bars.h"
#include "mib/base/clock.h"
#include "mib/market/generator.h"
#include "options.h"

namespace mib::venue {

/// One trade as it was executed, and where its product stood then.
struct Execution {
  std::string product;
  market::Trade trade;
  uint64_t sequence = 0;
  Decimal open, high, low, volume;
};

/// Where a product stands now.
struct Standing {
  uint64_t last_trade_id = 0;
  uint64_t sequence = 0;
  int64_t time_ns = 0;
};

struct Progress {
  uint64_t generated = 0;
  uint64_t total = 0;
  std::map<std::string, uint64_t> last_trade_id;
};

/// Everything the venue has traded and will trade, in a fixed order; knows nothing of clients. Thread safe.
class Market {
 public:
  /// Reads the recorded products; fails where a file is broken. `clock` must outlive it.
  static absl::StatusOr<std::unique_ptr<Market>> Open(const Options& options, const Clock& clock);

  /// Executes the next trade; nothing when all have been.
  std::optional<Execution> Next();

  bool Has(std::string_view product) const { return products_.contains(std::string(product)); }
  /// Products of the feed, in the order asked for.
  const std::vector<std::string>& feed_products() const { return feed_; }
  /// All products, also those with candles only.
  std::vector<std::string> products() const;

  std::optional<Execution> Last(const std::string& product) const;
  Standing Now(const std::string& product) const;
  Progress progress() const;
  /// Executed trades, oldest first: with ids in [first, last], the newest `limit` of them.
  std::vector<market::Trade> Trades(const std::string& product, uint64_t first, uint64_t last, size_t limit) const;
  /// Bars of `seconds`: of the recording where it is fine enough, else of the trades executed.
  std::vector<Bar> Candles(const std::string& product, int64_t seconds) const;

 private:
  struct Product {
    std::vector<Bar> recorded;
    std::vector<market::Trade> executed;
    uint64_t sequence = 0;
    Decimal open, high, low, volume;
    int64_t time_ns = 0;
  };
  struct Planned {
    const std::string* product;
    market::Trade trade;
  };

  Market(const Options& options, const Clock& clock);

  absl::Status LoadRecorded(const std::string& folder);
  void PlanRecorded();
  bool RecordedIsNext() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Execution Execute(const std::string& name, market::Trade trade) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  Execution Describe(const std::string& name, const Product& product) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Clock& clock_;
  const double speed_;
  const std::vector<std::string> feed_;
  std::vector<std::string> generated_;
  uint64_t to_generate_ = 0;
  std::vector<Planned> planned_;

  mutable absl::Mutex mutex_;
  // The keys do not change once open.
  std::map<std::string, Product> products_;
  std::optional<market::TradeGenerator> generator_ ABSL_GUARDED_BY(mutex_);
  uint64_t generated_count_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t planned_done_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t generated_time_ns_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<absl::Time> ended_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::venue
