#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"
#include "rows.h"

namespace mib::ingestion {

/// Bars with open times in [from_ns, end_ns).
struct BarRequest {
  std::string symbol;
  market::Interval interval = market::Interval::k1d;
  int64_t from_ns = 0;
  int64_t end_ns = 0;
};

/// A piece of the answer: the bars of [from_ns, next_ns), oldest first. It was the last piece when next_ns is the
/// request's end.
struct BarPage {
  market::v1::Instrument instrument;
  Rows<BarRow> bars;
  int64_t next_ns = 0;
};

/// A provider of bars. Thread safe; blocks on the network. Errors are those of SourceClient; NOT_FOUND for an unknown
/// symbol.
class BarProvider {
 public:
  virtual ~BarProvider() = default;
  virtual absl::StatusOr<BarPage> Fetch(const BarRequest& request) = 0;
};

}  // namespace mib::ingestion
