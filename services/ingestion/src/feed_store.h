#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::ingestion {

/// Ids of trades that a feed missed, and what became of them.
struct Gap {
  std::string source;
  std::string symbol;
  uint64_t first_id = 0;
  uint64_t last_id = 0;
  /// True: fetched and published. False: the venue does not have them.
  bool healed = false;
  absl::Time detected_at;
  absl::Time closed_at;
};

/// By symbol: the last trade that the broker has for good.
using Cursors = std::map<std::string, uint64_t>;

/// What a feed must know after a restart. Thread safe.
class FeedStore {
 public:
  virtual ~FeedStore() = default;
  virtual absl::StatusOr<Cursors> LoadCursors(std::string_view source) = 0;
  /// A cursor never goes back.
  virtual absl::Status SaveCursors(std::string_view source, const Cursors& cursors) = 0;
  virtual absl::Status RecordGap(const Gap& gap) = 0;
};

}  // namespace mib::ingestion
