#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "changes.h"
#include "mib/base/decimal.h"
#include "mib/events/v1/market_events.pb.h"

namespace mib::core_engine {

/// The latest quote per instrument, of the partitions that this process reads. What is older than the quote changes
/// nothing, so that the order between topics does not matter. Thread safe: the engine's thread writes, RPC handlers
/// read.
class QuoteBook {
 public:
  /// Fields that the tick does not tell stay as they were.
  void ApplyTick(int32_t partition, const events::v1::QuoteTick& tick);
  void ApplyTrade(int32_t partition, std::string_view symbol, std::string_view source, int64_t time_ns,
                  const Decimal& price, const Decimal& size);
  /// The close of a bar is the last price known at its end.
  void ApplyClose(int32_t partition, const market::v1::Bar& bar, int64_t close_ns);

  std::optional<market::v1::Quote> Latest(std::string_view symbol) const;

  /// The quotes that changed since the last call.
  std::vector<QuoteChange> TakeChanged();
  void Load(const std::vector<QuoteChange>& quotes);
  void Clear();

 private:
  struct Entry {
    market::v1::Quote quote;
    int64_t time_ns = 0;
    int32_t partition = 0;
    bool changed = false;
  };

  /// The entry to change, or nullptr when it is newer than `time_ns`.
  Entry* Renew(int32_t partition, std::string_view symbol, std::string_view source, int64_t time_ns)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  std::map<std::string, Entry, std::less<>> entries_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> changed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::core_engine
