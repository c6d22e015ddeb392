#pragma once

#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "instrument_book.h"
#include "market_reader.h"
#include "mib/base/clock.h"

namespace mib::core_engine {

/// Finds instruments for RPC handlers: in memory, and now and then in the database, where other processes put theirs.
/// Thread safe; blocks while it reads the database.
class InstrumentDirectory {
 public:
  InstrumentDirectory(InstrumentBook& book, MarketReader& reader, Clock& clock)
      : book_(book), reader_(reader), clock_(clock) {}

  /// The instrument of a symbol in any spelling; INVALID_SYMBOL, with a suggestion where one is near.
  absl::StatusOr<market::v1::Instrument> Find(std::string_view symbol);
  /// Reads the database when that was last done longer ago than `age`; its failure matters only while nothing is known
  /// at all.
  absl::Status Refresh(absl::Duration age);

 private:
  InstrumentBook& book_;
  MarketReader& reader_;
  Clock& clock_;
  absl::Mutex mutex_;
  absl::Time refreshed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  bool loaded_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mib::core_engine
