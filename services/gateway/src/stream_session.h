#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "authenticator.h"
#include "mib/http/server.h"
#include "stream_hub.h"
#include "stream_indicators.h"

namespace mib::gateway {

struct StreamOptions {
  int max_connections_per_user = 5;
  size_t max_subscriptions = 200;
  int max_messages_per_second = 10;
  absl::Duration heartbeat = absl::Seconds(15);
  absl::Duration auth_timeout = absl::Seconds(10);
};

/// One client of the stream: proves who it is, subscribes, is told. Ends itself (Close on the socket) for what the
/// protocol does not forgive. Thread safe: frames come on the server's threads, messages on the pump's, Tick on the
/// stream server's.
class StreamSession final : public Subscriber, public std::enable_shared_from_this<StreamSession> {
 public:
  struct Parts {
    StreamHub& hub;
    StreamIndicators& indicators;
    Authenticator& authenticator;
    const Clock& clock;
    Probe& probe;
    StreamOptions options;
  };
  StreamSession(const Parts& parts, Credentials credentials);

  void OnOpen(const std::shared_ptr<http::WebSocketSession>& socket);
  void OnMessage(std::string_view text);
  void OnClose();
  /// Once a second: heartbeat, the time to authenticate, the token's end.
  void Tick();
  void Deliver(const std::string& frame) override;
  void Ended(const StreamKey& key, std::string_view id, const absl::Status& why) override;

 private:
  void Authenticate(const std::string& id, const Credentials& credentials);
  void TakeIdentity(const std::string& id, const Credentials& credentials, const absl::StatusOr<IdentityPtr>& identity);
  void Act(const ClientFrame& frame);
  void Subscribe(const ClientFrame& frame);
  void Follow(const std::string& id, const StreamKey& key);
  void Unsubscribe(const ClientFrame& frame);
  void Leave(const StreamKey& key);
  /// The key as the hub knows it: alerts are those of the user.
  StreamKey Own(StreamKey key) const;
  void End(int code, std::string_view id, const absl::Status& why);
  void CheckCredentials(absl::Time now);

  const Parts parts_;
  /// Set by OnOpen, before any other call. Weak: the socket holds the session, through its handler.
  std::weak_ptr<http::WebSocketSession> socket_;
  std::atomic<uint64_t> dropped_{0};
  std::atomic<bool> ended_{false};

  mutable std::mutex mutex_;
  Credentials credentials_;
  IdentityPtr identity_;
  absl::flat_hash_set<StreamKey> keys_;
  const absl::Time opened_at_;
  bool open_ = false;
  absl::Time next_heartbeat_;
  absl::Time key_checked_at_;
  absl::Time inbound_arrival_ = absl::InfinitePast();
  bool warned_of_expiry_ = false;
  bool closed_ = false;
};

/// The credentials of an upgrade request: its headers or query, or the subprotocol bearer.<token>, which is all a
/// browser can set.
absl::StatusOr<Credentials> UpgradeCredentials(const http::Request& request, const http::Target& target);

}  // namespace mib::gateway
