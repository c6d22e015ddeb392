#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/indicators/definition.h"

namespace mib::gateway {

/// Why the server ends a stream (RFC 6455's private range).
enum CloseCode : int {
  kCloseBadFrame = 4400,
  kCloseUnauthenticated = 4401,
  kCloseForbidden = 4403,
  kCloseAuthTimeout = 4408,
  kCloseSlowConsumer = 4409,
  kCloseTooMany = 4429,
};

/// One thing that can be followed: bars of a symbol and interval, an indicator over them, quotes of a symbol, alerts of
/// an owner.
struct StreamKey {
  /// "bars", "indicators", "quotes" or "alerts".
  std::string channel;
  /// Of alerts: the owner, who is not told it.
  std::string symbol;
  /// Of bars and indicators.
  std::string interval;
  /// Of indicators only: which, of the registry, and its parameters with the defaults filled in.
  const indicators::Definition* indicator = nullptr;
  std::vector<double> params = {};

  friend bool operator==(const StreamKey&, const StreamKey&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const StreamKey& key) {
    return H::combine(std::move(hash), key.channel, key.symbol, key.interval, key.indicator, key.params);
  }
};

/// A frame from the client.
struct ClientFrame {
  enum class Op { kAuth, kSubscribe, kUnsubscribe, kPing, kList };
  Op op;
  /// Comes back in the answer.
  std::string id;
  /// Of auth: an access token or an API key.
  std::string token;
  /// Of subscribe and unsubscribe; alerts without their owner.
  std::vector<StreamKey> keys;
};

/// Reads a frame. INVALID_ARGUMENT (MALFORMED_REQUEST) for what is no frame at all; VALIDATION_FAILED, or NOT_FOUND for
/// an indicator (with near names), for one that asks for something that does not exist: then `id`, where it could be
/// read, tells which.
absl::StatusOr<ClientFrame> ParseClientFrame(std::string_view text, std::string* id);

/// The frames to the client.
std::string WelcomeFrame(std::string_view connection_id, absl::Time now, int heartbeat_seconds);
std::string AuthenticatedFrame(std::string_view id, std::string_view username);
std::string SubscribedFrame(std::string_view id, const StreamKey& key, bool snapshot);
std::string UnsubscribedFrame(std::string_view id, const StreamKey& key);
/// `type` is "snapshot" (data in an array) or "update".
std::string DataFrame(std::string_view type, const StreamKey& key, uint64_t sequence, absl::Time now,
                      std::string_view data);
std::string HeartbeatFrame(absl::Time now, int64_t lag_ms, uint64_t dropped);
std::string PongFrame(std::string_view id);
std::string ListFrame(std::string_view id, const std::vector<StreamKey>& keys);
std::string TokenExpiringFrame(int64_t seconds);
std::string ErrorFrame(std::string_view id, const absl::Status& status);
/// An error that ends, or does not let begin, one subscription and no other.
std::string EndedFrame(std::string_view id, const StreamKey& key, const absl::Status& status);

}  // namespace mib::gateway
