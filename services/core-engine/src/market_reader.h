#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"

namespace mib::core_engine {

struct BarQuery {
  std::string symbol;
  market::Interval interval = market::Interval::k1m;
  /// [start, end)
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  bool newest_first = false;
  int limit = 0;
};

/// What RPC handlers read from the database. Thread safe; blocks.
class MarketReader {
 public:
  virtual ~MarketReader() = default;
  virtual absl::StatusOr<std::vector<market::v1::Bar>> ReadBars(const BarQuery& query) = 0;
  virtual absl::StatusOr<std::optional<market::v1::Quote>> ReadQuote(std::string_view symbol) = 0;
  virtual absl::StatusOr<std::vector<market::v1::Instrument>> ReadInstruments() = 0;
};

}  // namespace mib::core_engine
