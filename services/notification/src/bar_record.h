#pragma once

#include "absl/status/statusor.h"
#include "mib/base/decimal.h"
#include "mib/kafka/record.h"
#include "rule.h"

namespace mib::notification {

/// What rules look at in a record of mib.market.bars.v1.
struct BarRecord {
  SeriesKey series;
  int64_t open_ns = 0;
  Decimal close;
  /// True for the first final form of a bar; open bars and later revisions raise no alerts.
  bool counts = false;
};

/// INVALID_ARGUMENT, naming the field, for a record that is no bar.
absl::StatusOr<BarRecord> DecodeBar(const kafka::ConsumedRecord& record);

}  // namespace mib::notification
