#pragma once

// What a row must satisfy before it is published. Each fault is INVALID_ARGUMENT and names the field.

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/market/interval.h"
#include "mib/market/trade_columns.h"
#include "rows.h"

namespace mib::ingestion {

/// A venue's clock may be ahead of ours by so much.
inline constexpr absl::Duration kMaxAhead = absl::Seconds(5);

/// Price and size above zero, times between 1970 and now, numbers of at most 18 digits.
absl::Status CheckTrade(const market::Trade& trade, absl::Time now);

/// Prices above zero, low <= open, close <= high, volume not negative, the time the open time of such a bar, not in the
/// future.
absl::Status CheckBar(const BarRow& bar, market::Interval interval, absl::Time now);

}  // namespace mib::ingestion
