#pragma once

#include <atomic>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "mib/http/server.h"

namespace mib::http {

// Concrete executor types: Asio's type-erased default costs an allocation here and there on every operation.
using Executor = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
inline constexpr boost::asio::use_awaitable_t<Executor> kAwait;
template <typename T>
using Awaitable = boost::asio::awaitable<T, Executor>;

class Peer;

/// For co_spawn: an exception that left a handler of the application ends its connection and is logged, nothing more.
void LogEscaped(const std::exception_ptr& exception);

/// What a server's connections share. Lives as long as the server or any of them; everything held here weakly refers to
/// a connection, so that a late answer from another thread finds either the connection or nothing.
struct ServerCore {
  explicit ServerCore(const ServerOptions& given) : options(given), context(given.threads) {}

  ServerOptions options;
  Server::Handler handler;
  Server::UpgradeHandler upgrade;
  boost::asio::io_context context;
  std::atomic<bool> draining{false};

  absl::Mutex mutex;
  absl::flat_hash_set<Peer*> peers ABSL_GUARDED_BY(mutex);
};

/// One client connection, as the server's bookkeeping sees it: counted while it runs, ended when its deadline has
/// passed.
class Peer : public std::enable_shared_from_this<Peer> {
 public:
  Peer(std::shared_ptr<ServerCore> core, Executor strand);
  virtual ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// From any thread: runs Expire() on the connection's strand when its deadline has passed at `now`.
  void ExpireIfLate(std::chrono::steady_clock::time_point now);
  /// From any thread: asks the connection to end when what it is doing is done.
  void PostDrain();
  /// From any thread: ends the connection now.
  void PostAbort();

 protected:
  const std::shared_ptr<ServerCore>& core() const { return core_; }
  const Executor& strand() const { return strand_; }
  // On the strand.
  virtual void Expire() = 0;
  virtual void Drain() = 0;
  virtual void Abort() = 0;

  void SetDeadline(absl::Duration from_now);
  void ClearDeadline() { deadline_.store(0, std::memory_order_relaxed); }
  /// Counts as gone from here on; also when destroyed.
  void Leave();

 private:
  bool IsLate(std::chrono::steady_clock::time_point now) const;

  const std::shared_ptr<ServerCore> core_;
  const Executor strand_;
  // Nanoseconds of the steady clock; 0: none.
  std::atomic<int64_t> deadline_{0};
};

}  // namespace mib::http
