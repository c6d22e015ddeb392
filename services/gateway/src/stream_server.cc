#include "stream_server.h"

#include <chrono>

namespace mib::gateway {

namespace {

/// "mib.v1" where the client offers it; the other it may offer carries its token.
std::string OfferedSubprotocol(const http::Request& request) {
  constexpr std::string_view kProtocol = "mib.v1";
  const std::string_view offered = http::Find(request.headers, "sec-websocket-protocol");
  return offered.find(kProtocol) == std::string_view::npos ? "" : std::string(kProtocol);
}

}  // namespace

std::optional<http::WebSocketHandler> StreamServer::Upgrade(const http::Request& request) {
  http::Target target;
  if (!http::ParseTarget(request.target, &target) || target.path != "/api/v1/stream") return std::nullopt;
  std::vector<LimitState> states;
  const std::string client = addresses_.Of(request.remote_ip, request.headers);
  if (!limits_.TakeForAddress(LimitKeyOf(client), /*login=*/false, &states)) return std::nullopt;
  const absl::StatusOr<Credentials> credentials = UpgradeCredentials(request, target);
  auto session = std::make_shared<StreamSession>(parts_, credentials.ok() ? *credentials : Credentials{});
  {
    const std::lock_guard lock(mutex_);
    sessions_.push_back(session);
  }
  return http::WebSocketHandler{
      .on_open = [session](const std::shared_ptr<http::WebSocketSession>& socket) { session->OnOpen(socket); },
      .on_message = [session](const auto&, std::string_view message) { session->OnMessage(message); },
      .on_close = [session](const auto&) { session->OnClose(); },
      .subprotocol = OfferedSubprotocol(request)};
}

void StreamServer::Start() {
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; })) {
      lock.unlock();
      TickAll();
      lock.lock();
    }
  });
}

void StreamServer::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void StreamServer::TickAll() {
  std::vector<std::shared_ptr<StreamSession>> alive;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(sessions_, [&](const std::weak_ptr<StreamSession>& session) {
      if (auto locked = session.lock()) {
        alive.push_back(std::move(locked));
        return false;
      }
      return true;
    });
  }
  for (const auto& session : alive) session->Tick();
}

}  // namespace mib::gateway
