#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/message.h"
#include "json_writer.h"
#include "mib/base/clock.h"
#include "probe.h"
#include "stream_protocol.h"

namespace mib::gateway {

/// Takes frames. Deliver must be thread safe and must not block nor call the hub.
class Subscriber {
 public:
  virtual ~Subscriber() = default;
  virtual void Deliver(const std::string& frame) = 0;
  /// A subscription could not begin (`id` is then that of its frame), or ends. Thread safe; asks StreamIndicators.
  virtual void Ended(const StreamKey& key, std::string_view id, const absl::Status& why) = 0;
};

/// Who follows what. Numbers the messages of each key, makes each into JSON once, however many follow it, and remembers
/// the last one of each key as the snapshot for who comes next. Thread safe; a subscriber sees the snapshot before any
/// later update.
class StreamHub {
 public:
  StreamHub(const JsonWriter& json, const Clock& clock, Probe& probe) : json_(json), clock_(clock), probe_(probe) {}

  /// Sends the frames "subscribed" and, where there is a last message, "snapshot". False when it follows the key
  /// already.
  bool Subscribe(const std::shared_ptr<Subscriber>& subscriber, std::string_view id, const StreamKey& key);
  void Unsubscribe(const Subscriber& subscriber, const StreamKey& key);
  std::vector<std::shared_ptr<Subscriber>> SubscribersOf(const StreamKey& key) const;

  /// `bytes` is the message as it came.
  void Publish(const StreamKey& key, const google::protobuf::Message& message, std::string bytes);

  /// Counts one connection more of a user; false at the limit.
  bool AddConnection(const std::string& user_id, int limit);
  void RemoveConnection(const std::string& user_id);

  /// How far behind the log the stream is, in ms.
  void SetLag(int64_t ms) { lag_ms_ = ms; }
  int64_t lag_ms() const { return lag_ms_; }

 private:
  struct Topic {
    uint64_t sequence = 0;
    /// The last message, not yet JSON: most are followed by nobody.
    std::string last;
    const google::protobuf::Message* prototype = nullptr;
    std::vector<std::shared_ptr<Subscriber>> subscribers;
  };

  std::string SnapshotOf(const StreamKey& key, const Topic& topic) const;

  const JsonWriter& json_;
  const Clock& clock_;
  Probe& probe_;
  std::atomic<int64_t> lag_ms_{0};
  mutable std::mutex mutex_;
  absl::flat_hash_map<StreamKey, Topic> topics_;
  absl::flat_hash_map<std::string, int> connections_;
};

}  // namespace mib::gateway
