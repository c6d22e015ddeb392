#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mib/base/decimal.h"
#include "mib/base/trace_context.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/events/v1/dead_letter.pb.h"
#include "mib/kafka/record.h"
#include "rule.h"

namespace mib::notification {

struct StoredClose {
  SeriesKey series;
  int64_t open_ns = 0;
  Decimal price;
};

/// From where to where one partition was read.
struct OffsetStep {
  /// The next offset as it is stored; nothing where none is stored yet.
  std::optional<int64_t> from;
  int64_t to = 0;
};

struct RaisedAlert {
  events::v1::Alert alert;
  /// Of the bar that raised it; not valid where the bar carried none.
  TraceContext trace;
};

/// All that came of some records: one transaction. Lists are applied in the order of their declaration.
struct StreamBatch {
  std::map<kafka::TopicPartition, OffsetStep> offsets;
  /// Series that no rule needs any more.
  std::vector<SeriesKey> ended;
  /// Series that a rule needs from now on, with the partition that feeds them; whatever is stored of them is replaced.
  std::map<SeriesKey, kafka::TopicPartition> begun;
  std::vector<StoredClose> closes;
  /// Closes that opened before this have left the window.
  std::map<SeriesKey, int64_t> oldest_open_ns;
  std::vector<RaisedAlert> alerts;
  std::vector<events::v1::DeadLetter> dead_letters;

  bool empty() const { return offsets.empty(); }
};

}  // namespace mib::notification
