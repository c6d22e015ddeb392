#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "market.h"
#include "mib/http/server.h"

namespace mib::venue {

/// Coinbase Exchange's WebSocket feed: who has subscribed to what, and the messages they get. Trades happen whether
/// anybody listens or not. Thread safe.
class Feed {
 public:
  explicit Feed(Market& market) : market_(market) {}

  http::WebSocketHandler Handler();

  /// Executes up to `count` trades and tells those who want to know; false when there are no more.
  bool Trade(int count);
  void SendHeartbeats();

  size_t subscribers() const;
  /// True from the first subscription on.
  bool begun() const;

 private:
  using Session = std::shared_ptr<http::WebSocketSession>;
  // Channel to products.
  using Channels = std::map<std::string, std::set<std::string>>;
  struct Subscriber {
    Session session;
    Channels channels;
  };

  void OnMessage(const Session& session, std::string_view text);
  absl::StatusOr<Channels> ParseChannels(std::string_view text, std::string* type) const;
  void Subscribe(const Session& session, const Channels& channels) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Unsubscribe(const Session& session, const Channels& channels) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SendSubscriptions(const Subscriber& subscriber) const;
  void Publish(const std::string& channel, const std::string& product, const std::string& message)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Market& market_;
  mutable absl::Mutex mutex_;
  absl::flat_hash_map<http::WebSocketSession*, Subscriber> subscribers_ ABSL_GUARDED_BY(mutex_);
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mib::venue
