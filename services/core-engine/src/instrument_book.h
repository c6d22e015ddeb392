#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/market/v1/market.pb.h"

namespace mib::core_engine {

/// Every instrument that is known, small enough to be kept whole in memory. Thread safe.
class InstrumentBook {
 public:
  using Instruments = std::map<std::string, market::v1::Instrument, std::less<>>;

  /// Takes up what is stored, other processes' instruments included; forgets none.
  void Merge(const std::vector<market::v1::Instrument>& stored);
  /// As a provider describes it. True when that is news.
  bool Describe(const market::v1::Instrument& instrument);
  /// Of one of which only the symbol and its source are known. True when it is new.
  bool See(std::string_view symbol, std::string_view source);

  std::optional<market::v1::Instrument> Find(std::string_view symbol) const;
  std::vector<market::v1::Instrument> All() const;
  /// Those whose symbol or name matches every word of the query, best first: the very symbol 1, then beginnings, then
  /// parts, then misspellings by one or two letters.
  std::vector<v1::InstrumentMatch> Search(std::string_view query, size_t limit) const;
  /// "AAPL (Apple Inc.)" for "APPL": the nearest symbol by edit distance; empty when none is near.
  std::string Suggest(std::string_view symbol) const;

 private:
  mutable absl::Mutex mutex_;
  Instruments instruments_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace mib::core_engine
