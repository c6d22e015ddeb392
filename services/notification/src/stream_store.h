#pragma once

#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "closes.h"
#include "mib/kafka/consumer.h"
#include "stream_batch.h"

namespace mib::notification {

struct StoredSeries {
  kafka::TopicPartition partition;
  Closes closes;
};

/// What a reader of some partitions must know to go on.
struct StreamState {
  kafka::Offsets offsets;
  std::map<SeriesKey, StoredSeries> series;
  /// When each rule last raised an alert, in event time.
  std::map<std::string, absl::Time> last_fired;
};

/// Keeps the state of the stream with what came of it. One thread.
class StreamStore {
 public:
  virtual ~StreamStore() = default;
  virtual absl::StatusOr<StreamState> Load(const std::vector<kafka::TopicPartition>& partitions) = 0;
  /// All or nothing. kAborted when another reader has moved an offset meanwhile; kUnknown when the connection broke in
  /// the commit, so that only Load can tell. After any error the caller must Load again.
  virtual absl::Status Commit(const StreamBatch& batch) = 0;
};

}  // namespace mib::notification
