#include "stream_session.h"

#include <fmt/format.h>

#include <vector>

#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/resilience/rate_limiter.h"

namespace mib::gateway {
namespace {

constexpr absl::Duration kExpiryWarning = absl::Seconds(60);
constexpr absl::Duration kKeyCheckInterval = absl::Seconds(60);

absl::Status NotLetIn(std::string_view what) { return errors::Make(api::v1::UNAUTHENTICATED, what); }

absl::Status TooMany(std::string_view what) { return errors::Make(api::v1::RATE_LIMITED, what); }

}  // namespace

absl::StatusOr<Credentials> UpgradeCredentials(const http::Request& request, const http::Target& target) {
  constexpr std::string_view kPrefix = "bearer.";
  std::string_view offered = http::Find(request.headers, "sec-websocket-protocol");
  while (!offered.empty()) {
    const size_t comma = offered.find(',');
    std::string_view protocol = offered.substr(0, comma);
    while (!protocol.empty() && protocol.front() == ' ') protocol.remove_prefix(1);
    if (protocol.starts_with(kPrefix)) {
      return Credentials{.token = std::string(protocol.substr(kPrefix.size())), .api_key = {}};
    }
    offered.remove_prefix(comma == std::string_view::npos ? offered.size() : comma + 1);
  }
  return CredentialsOf(request, target);
}

StreamSession::StreamSession(const Parts& parts, Credentials credentials)
    : parts_(parts), credentials_(std::move(credentials)), opened_at_(parts.clock.Now()) {
  next_heartbeat_ = opened_at_ + parts_.options.heartbeat;
}

void StreamSession::OnOpen(const std::shared_ptr<http::WebSocketSession>& socket) {
  {
    const std::lock_guard lock(mutex_);
    socket_ = socket;
    open_ = true;
  }
  parts_.probe.stream_connections.Increment();
  Deliver(
      WelcomeFrame(NewUlid(opened_at_), opened_at_, static_cast<int>(absl::ToInt64Seconds(parts_.options.heartbeat))));
  if (!credentials_.empty()) Authenticate("", credentials_);
}

void StreamSession::Deliver(const std::string& frame) {
  const std::shared_ptr<http::WebSocketSession> socket = socket_.lock();
  if (ended_ || socket == nullptr || socket->Send(frame)) return;
  ++dropped_;
  parts_.probe.stream_dropped.Increment();
  ended_ = true;
  socket->Close(kCloseSlowConsumer, "too slow");
}

void StreamSession::End(int code, std::string_view id, const absl::Status& why) {
  Deliver(ErrorFrame(id, why));
  if (ended_.exchange(true)) return;
  if (const auto socket = socket_.lock()) socket->Close(code, MessageOf(why));
}

void StreamSession::Authenticate(const std::string& id, const Credentials& credentials) {
  // Without the lock: the answer may come before this returns.
  parts_.authenticator.Authenticate(
      credentials, [self = shared_from_this(), id, credentials](const absl::StatusOr<IdentityPtr>& identity) {
        self->TakeIdentity(id, credentials, identity);
      });
}

void StreamSession::TakeIdentity(const std::string& id, const Credentials& credentials,
                                 const absl::StatusOr<IdentityPtr>& identity) {
  if (!identity.ok()) return End(kCloseUnauthenticated, id, identity.status());
  const rpc::Principal& principal = (*identity)->principal;
  if (!principal.Has(api::v1::ACCESS_MARKET_DATA)) {
    const std::string required = rpc::PermissionName(api::v1::ACCESS_MARKET_DATA);
    return End(kCloseForbidden, id,
               errors::Make(api::v1::PERMISSION_DENIED, "The stream needs the permission " + required + ".",
                            {{"required", required}}));
  }
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  if (identity_ && identity_->principal.user_id != principal.user_id) {
    return End(kCloseForbidden, id, errors::Make(api::v1::PERMISSION_DENIED, "A stream cannot change its user."));
  }
  if (!identity_ && !parts_.hub.AddConnection(principal.user_id, parts_.options.max_connections_per_user)) {
    return End(kCloseTooMany, id,
               TooMany(fmt::format("One user may have {} streams at once.", parts_.options.max_connections_per_user)));
  }
  identity_ = *identity;
  credentials_ = credentials;
  key_checked_at_ = parts_.clock.Now();
  warned_of_expiry_ = false;
  Deliver(AuthenticatedFrame(id, principal.username));
}

void StreamSession::OnMessage(std::string_view text) {
  {
    const std::lock_guard lock(mutex_);
    const int rate = parts_.options.max_messages_per_second;
    const resilience::RateLimit limit{.limit = rate, .window = absl::Seconds(1), .burst = rate};
    if (!resilience::Gcra(limit, parts_.clock.Now(), &inbound_arrival_).allowed) {
      return End(kCloseTooMany, "", TooMany(fmt::format("A stream may send {} frames a second.", rate)));
    }
  }
  std::string id;
  const absl::StatusOr<ClientFrame> frame = ParseClientFrame(text, &id);
  if (frame.ok()) return Act(*frame);
  if (errors::DetailOf(frame.status()).code() == api::v1::MALFORMED_REQUEST)
    return End(kCloseBadFrame, id, frame.status());
  Deliver(ErrorFrame(id, frame.status()));
}

void StreamSession::Act(const ClientFrame& frame) {
  if (frame.op == ClientFrame::Op::kPing) return Deliver(PongFrame(frame.id));
  if (frame.op == ClientFrame::Op::kAuth) {
    const bool is_key = frame.token.starts_with("mib_");
    return Authenticate(frame.id, {.token = is_key ? "" : frame.token, .api_key = is_key ? frame.token : ""});
  }
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  if (!identity_) return End(kCloseUnauthenticated, frame.id, NotLetIn("Send an auth frame first."));
  if (frame.op == ClientFrame::Op::kSubscribe) return Subscribe(frame);
  if (frame.op == ClientFrame::Op::kUnsubscribe) return Unsubscribe(frame);
  Deliver(ListFrame(frame.id, {keys_.begin(), keys_.end()}));
}

StreamKey StreamSession::Own(StreamKey key) const {
  if (key.channel == "alerts") key.symbol = identity_->principal.user_id;
  return key;
}

void StreamSession::Subscribe(const ClientFrame& frame) {
  for (const StreamKey& wanted : frame.keys) {
    const StreamKey key = Own(wanted);
    if (!keys_.contains(key) && keys_.size() >= parts_.options.max_subscriptions) {
      return Deliver(
          ErrorFrame(frame.id, errors::Make(api::v1::RATE_LIMITED, "The stream has all the subscriptions it may have.",
                                            {{"limit", std::to_string(parts_.options.max_subscriptions)}})));
    }
    Follow(frame.id, key);
  }
}

void StreamSession::Follow(const std::string& id, const StreamKey& key) {
  keys_.insert(key);
  if (key.indicator == nullptr) {
    if (!parts_.hub.Subscribe(shared_from_this(), id, key)) Deliver(SubscribedFrame(id, key, false));
    return;
  }
  const absl::Status status = parts_.indicators.Subscribe(shared_from_this(), id, key, identity_);
  if (status.ok()) return;
  keys_.erase(key);
  Deliver(EndedFrame(id, key, status));
}

void StreamSession::Leave(const StreamKey& key) {
  if (key.indicator == nullptr) {
    parts_.hub.Unsubscribe(*this, key);
  } else {
    parts_.indicators.Unsubscribe(*this, key);
  }
}

void StreamSession::Ended(const StreamKey& key, std::string_view id, const absl::Status& why) {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  // It may have subscribed again since.
  if (!parts_.indicators.Follows(*this, key)) keys_.erase(key);
  Deliver(EndedFrame(id, key, why));
}

void StreamSession::Unsubscribe(const ClientFrame& frame) {
  for (const StreamKey& wanted : frame.keys) {
    const StreamKey key = Own(wanted);
    Leave(key);
    keys_.erase(key);
    Deliver(UnsubscribedFrame(frame.id, key));
  }
}

void StreamSession::OnClose() {
  const std::lock_guard lock(mutex_);
  if (closed_) return;
  closed_ = true;
  for (const StreamKey& key : keys_) Leave(key);
  if (identity_) parts_.hub.RemoveConnection(identity_->principal.user_id);
  parts_.probe.stream_connections.Decrement();
}

void StreamSession::Tick() {
  const absl::Time now = parts_.clock.Now();
  {
    const std::lock_guard lock(mutex_);
    if (closed_ || !open_) return;
    if (!identity_ && now - opened_at_ >= parts_.options.auth_timeout) {
      return End(kCloseAuthTimeout, "", NotLetIn("No credentials came in time."));
    }
    if (now >= next_heartbeat_) {
      next_heartbeat_ = now + parts_.options.heartbeat;
      Deliver(HeartbeatFrame(now, parts_.hub.lag_ms(), dropped_));
    }
    if (!identity_) return;
  }
  CheckCredentials(now);
}

void StreamSession::CheckCredentials(absl::Time now) {
  Credentials key;
  {
    const std::lock_guard lock(mutex_);
    const absl::Duration left = identity_->expires_at - now;
    if (left <= absl::ZeroDuration()) {
      return End(kCloseUnauthenticated, "", errors::Make(api::v1::TOKEN_EXPIRED, "The access token has expired."));
    }
    if (left <= kExpiryWarning && !warned_of_expiry_) {
      warned_of_expiry_ = true;
      Deliver(TokenExpiringFrame(absl::ToInt64Seconds(left)));
    }
    // A key may be revoked at any time; a token cannot.
    if (identity_->kind != Identity::Kind::kApiKey || now - key_checked_at_ < kKeyCheckInterval) return;
    key_checked_at_ = now;
    key = credentials_;
  }
  const auto closes_on_refusal = [self = shared_from_this()](const absl::StatusOr<IdentityPtr>& identity) {
    const bool refused = !identity.ok() && identity.status().code() == absl::StatusCode::kUnauthenticated;
    if (refused) self->End(kCloseUnauthenticated, "", identity.status());
  };
  parts_.authenticator.Authenticate(key, closes_on_refusal);
}

}  // namespace mib::gateway
