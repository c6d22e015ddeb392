#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace google::protobuf {
class Message;
}

namespace mib::kafka {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A record to be written. Topic names are those of the contracts, without the configured prefix.
struct Record {
  std::string topic = {};
  std::string key = {};
  std::string value = {};
  Headers headers = {};
};

struct TopicPartition {
  std::string topic = {};
  int32_t partition = 0;
  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

/// A record as read.
struct ConsumedRecord {
  TopicPartition source = {};
  int64_t offset = 0;
  absl::Time timestamp = absl::UnixEpoch();
  std::string key = {};
  std::string value = {};
  Headers headers = {};

  /// The first header of that name, or empty.
  std::string_view Header(std::string_view name) const;
};

/// A record for an event whose contract carries a topic: topic and key come from the contract; headers event-id,
/// schema, producer, content-type and (from the thread's current trace) traceparent are set. `event_id` is
/// deterministic: the same event, the same id.
Record MakeEvent(const google::protobuf::Message& event, std::string_view producer, std::string_view event_id);

/// The topic name of an event type's contract; empty when it has none.
std::string TopicOf(const google::protobuf::Message& event);

}  // namespace mib::kafka
