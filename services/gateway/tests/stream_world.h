#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fakes.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/gateway/v1/gateway.pb.h"
#include "mib/market/v1/market.pb.h"
#include "simulated_clock.h"
#include "stream_session.h"

namespace mib::gateway {

inline const absl::Time kStart = absl::FromUnixSeconds(1705312800);
inline const std::string kKey = "mib_" + std::string(43, 'a');
inline const std::string kOtherKey = "mib_" + std::string(43, 'b');

/// Stored bars that are what a test says they are. One thread.
class StoredBars final : public bar_source::BarSource {
 public:
  absl::StatusOr<std::vector<market::v1::Bar>> Newest(const bar_source::Query& query, absl::Time) override {
    queries.push_back(query);
    readers.push_back(query.principal == nullptr ? "" : query.principal->user_id);
    if (!failure.ok()) return failure;
    const size_t count = std::min(bars.size(), static_cast<size_t>(query.count));
    return std::vector<market::v1::Bar>(bars.end() - static_cast<std::ptrdiff_t>(count), bars.end());
  }

  /// Oldest first.
  std::vector<market::v1::Bar> bars;
  absl::Status failure;
  std::vector<bar_source::Query> queries;
  std::vector<std::string> readers;
};

/// What a stream is made of; histories are read when the test says so.
struct World {
  static constexpr int kHistoryBars = 500;

  World() {
    auth.On("mib.auth.v1.Auth/VerifyApiKey", [](const FakeChannel::Received& call, std::string* out) {
      auth::v1::VerifyApiKeyRequest request;
      request.ParseFromString(call.request);
      auth::v1::Principal owner;
      owner.set_user_id(request.key() == kKey ? "u1" : "u2");
      owner.set_username("ada");
      owner.add_permissions("access_market_data");
      *out = owner.SerializeAsString();
      return absl::OkStatus();
    });
  }

  void ReadHistories() {
    while (!work.empty()) {
      const std::function<void()> piece = std::move(work.front());
      work.pop_front();
      piece();
    }
  }

  telemetry::Metrics metrics;
  SimulatedClock clock{kStart};
  std::unique_ptr<RouteTable> routes = *RouteTable::Build(RouteTable::LinkedServices());
  Probe probe{metrics, *routes};
  JsonWriter json{{market::v1::Bar::descriptor(), market::v1::Quote::descriptor(), events::v1::Alert::descriptor(),
                   v1::IndicatorUpdate::descriptor()}};
  FakeChannel auth{"auth"};
  Authenticator authenticator{auth, {}, clock, probe};
  StreamHub hub{json, clock, probe};
  StoredBars stored;
  /// Histories that are asked for and not yet read.
  std::deque<std::function<void()>> work;
  size_t max_work = 10;
  StreamIndicators indicators{{stored, hub, clock, probe}, kHistoryBars, [this](std::function<void()> piece) {
                                if (work.size() >= max_work) return false;
                                work.push_back(std::move(piece));
                                return true;
                              }};
  StreamOptions options{.max_connections_per_user = 2, .max_subscriptions = 3, .max_messages_per_second = 100};
};

/// One connection.
struct Client {
  explicit Client(World& world, const Credentials& credentials = {})
      : session(std::make_shared<StreamSession>(StreamSession::Parts{world.hub, world.indicators, world.authenticator,
                                                                     world.clock, world.probe, world.options},
                                                credentials)) {
    session->OnOpen(socket);
  }
  ~Client() { session->OnClose(); }

  static Credentials Key(const std::string& key) { return {.token = {}, .api_key = key}; }
  void Say(std::string_view frame) { session->OnMessage(frame); }
  /// The last frame.
  std::string Heard() const { return socket->frames.empty() ? "" : socket->frames.back(); }
  bool Heard(std::string_view part) const {
    return std::any_of(socket->frames.begin(), socket->frames.end(),
                       [&](const std::string& frame) { return frame.find(part) != std::string::npos; });
  }

  std::shared_ptr<FakeSocket> socket = std::make_shared<FakeSocket>();
  std::shared_ptr<StreamSession> session;
};

}  // namespace mib::gateway
