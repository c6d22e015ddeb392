#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "client_address.h"
#include "rate_limits.h"
#include "stream_session.h"

namespace mib::gateway {

/// Takes WebSocket upgrades at /api/v1/stream, and ticks the sessions once a second on a thread of its own. Thread
/// safe.
class StreamServer {
 public:
  StreamServer(const StreamSession::Parts& parts, const ClientAddresses& addresses, RateLimits& limits)
      : parts_(parts), addresses_(addresses), limits_(limits) {}
  ~StreamServer() { Stop(); }

  /// For http::Server. An address at its limit gets no upgrade, and then its 429 as a plain request. Wrong credentials
  /// are told in the stream, with a close code: a browser shows its page nothing of a refused upgrade.
  std::optional<http::WebSocketHandler> Upgrade(const http::Request& request);

  void Start();
  void Stop();
  void TickAll();

 private:
  const StreamSession::Parts parts_;
  const ClientAddresses& addresses_;
  RateLimits& limits_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::weak_ptr<StreamSession>> sessions_;
  std::thread thread_;
};

}  // namespace mib::gateway
