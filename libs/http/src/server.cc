#include "mib/http/server.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <thread>
#include <utility>
#include <vector>

#include "connection.h"
#include "fmt/format.h"
#include "mib/base/status.h"
#include "peer.h"
#include "url.h"

namespace mib::http {
namespace {

namespace asio = boost::asio;
using asio::redirect_error;
using boost::system::error_code;
using tcp = asio::ip::tcp;

absl::StatusOr<tcp::endpoint> ResolveListen(asio::io_context& context, const std::string& listen) {
  const std::optional<HostPort> where = ParseHostPort(listen);
  if (!where) return absl::InvalidArgumentError(fmt::format("cannot listen on '{}': expected host:port", listen));
  error_code ec;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(where->host, std::to_string(where->port), tcp::resolver::passive, ec);
  if (ec || found.empty()) {
    return absl::InvalidArgumentError(fmt::format("cannot listen on '{}': {}", listen, ec.message()));
  }
  return found.begin()->endpoint();
}

class BeastServer final : public Server {
 public:
  explicit BeastServer(std::shared_ptr<ServerCore> core)
      : core_(std::move(core)),
        work_(core_->context.get_executor()),
        acceptor_(asio::make_strand(core_->context.get_executor())),
        sweep_timer_(acceptor_.get_executor()) {}

  ~BeastServer() override {
    Shutdown(absl::ZeroDuration());
    // Every connection has left; a timer of a WebSocket that somebody still holds would keep the threads waiting.
    core_->context.stop();
    for (std::thread& thread : threads_) thread.join();
  }

  absl::Status Listen();
  void Run();

  int port() const override { return port_; }
  int connections() const override {
    absl::MutexLock lock(&core_->mutex);
    return static_cast<int>(core_->peers.size());
  }
  void Shutdown(absl::Duration grace) override;

 private:
  Awaitable<void> AcceptLoop();
  Awaitable<void> SweepLoop();
  bool WaitForNone(absl::Duration timeout) ABSL_EXCLUSIVE_LOCKS_REQUIRED(core_->mutex);

  const std::shared_ptr<ServerCore> core_;
  const asio::executor_work_guard<asio::io_context::executor_type> work_;
  asio::basic_socket_acceptor<tcp, Executor> acceptor_;
  Timer sweep_timer_;
  std::vector<std::thread> threads_;
  int port_ = 0;
};

absl::Status BeastServer::Listen() {
  ASSIGN_OR_RETURN(const tcp::endpoint endpoint, ResolveListen(core_->context, core_->options.listen));
  error_code ec;
  acceptor_.open(endpoint.protocol(), ec);
  if (!ec) acceptor_.set_option(asio::socket_base::reuse_address(true), ec);
  if (!ec) acceptor_.bind(endpoint, ec);
  if (!ec) acceptor_.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) {
    return absl::FailedPreconditionError(fmt::format("cannot listen on '{}': {}", core_->options.listen, ec.message()));
  }
  port_ = acceptor_.local_endpoint(ec).port();
  return absl::OkStatus();
}

void BeastServer::Run() {
  asio::co_spawn(
      acceptor_.get_executor(), [this] { return AcceptLoop(); }, LogEscaped);
  asio::co_spawn(
      acceptor_.get_executor(), [this] { return SweepLoop(); }, LogEscaped);
  for (int i = 0; i < core_->options.threads; ++i) {
    threads_.emplace_back([this] { core_->context.run(); });
  }
}

Awaitable<void> BeastServer::AcceptLoop() {
  while (!core_->draining) {
    error_code ec;
    Socket socket =
        co_await acceptor_.async_accept(asio::make_strand(core_->context.get_executor()), redirect_error(kAwait, ec));
    if (core_->draining) co_return;
    if (ec) {
      // Out of descriptors, most likely: waiting is better than spinning until some are free.
      Timer pause(acceptor_.get_executor(), std::chrono::milliseconds(100));
      co_await pause.async_wait(redirect_error(kAwait, ec));
      continue;
    }
    if (connections() < core_->options.max_connections) std::make_shared<Connection>(core_, std::move(socket))->Start();
  }
}

// One look at every connection now and then, instead of two timers set and cancelled for every request.
Awaitable<void> BeastServer::SweepLoop() {
  const absl::Duration shortest = std::min(core_->options.read_timeout, core_->options.idle_timeout);
  const auto tick = absl::ToChronoNanoseconds(std::clamp(shortest / 8, absl::Milliseconds(5), absl::Seconds(1)));
  while (!core_->draining) {
    error_code ignored;
    sweep_timer_.expires_after(tick);
    co_await sweep_timer_.async_wait(redirect_error(kAwait, ignored));
    const auto now = std::chrono::steady_clock::now();
    absl::MutexLock lock(&core_->mutex);
    for (Peer* peer : core_->peers) peer->ExpireIfLate(now);
  }
}

bool BeastServer::WaitForNone(absl::Duration timeout) {
  const auto empty = +[](absl::flat_hash_set<Peer*>* peers) { return peers->empty(); };
  return core_->mutex.AwaitWithTimeout(absl::Condition(empty, &core_->peers), timeout);
}

void BeastServer::Shutdown(absl::Duration grace) {
  core_->draining = true;
  asio::post(acceptor_.get_executor(), [this] {
    error_code ignored;
    acceptor_.close(ignored);
    sweep_timer_.cancel();
  });
  absl::MutexLock lock(&core_->mutex);
  for (Peer* peer : core_->peers) peer->PostDrain();
  if (WaitForNone(grace)) return;
  // Again, should one have been accepted meanwhile.
  do {
    for (Peer* peer : core_->peers) peer->PostAbort();
  } while (!WaitForNone(absl::Milliseconds(20)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options, Handler handler,
                                                      UpgradeHandler upgrade) {
  auto core = std::make_shared<ServerCore>(options);
  core->handler = std::move(handler);
  core->upgrade = std::move(upgrade);
  auto server = std::make_unique<BeastServer>(std::move(core));
  RETURN_IF_ERROR(server->Listen());
  server->Run();
  return server;
}

}  // namespace mib::http
