#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/analytics/v1/indicators.pb.h"
#include "mib/indicators/definition.h"
#include "mib/market/interval.h"

namespace mib::analytics {

/// A GetIndicator request that has been found sound.
struct IndicatorQuery {
  const indicators::Definition* definition = nullptr;
  std::vector<double> params;
  std::string symbol;
  market::Interval interval = market::Interval::k1d;
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  int limit = 0;

  int warm_up() const { return definition->warm_up(params); }
};

/// NOT_FOUND (with near names) for an unknown indicator, VALIDATION_FAILED naming every parameter at fault,
/// INVALID_TIME_RANGE.
absl::StatusOr<IndicatorQuery> ParseQuery(const v1::GetIndicatorRequest& request);

}  // namespace mib::analytics
