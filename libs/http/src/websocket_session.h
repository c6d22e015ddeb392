#pragma once

#include <atomic>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "peer.h"

namespace mib::http {

/// The server's side of one WebSocket: a reading and a writing coroutine on one strand, with a bounded queue between
/// Send and the writing one. Owns itself while it runs; whoever holds it longer holds a closed session.
class WebSocketConnection final : public WebSocketSession, public Peer {
 public:
  WebSocketConnection(const std::shared_ptr<ServerCore>& core, Socket socket, Request request,
                      WebSocketHandler handler);

  void Start();

  bool Send(std::string text) override;
  void Close(int code, std::string_view reason) override;
  size_t queued_bytes() const override { return queued_bytes_.load(std::memory_order_relaxed); }
  const Request& request() const override { return request_; }

 private:
  /// What the writing coroutine does next; `text` is the message, or the reason of the close.
  struct Step {
    enum class What { kWait, kMessage, kClose, kEnd } what;
    std::string text;
    int close_code = 0;
  };

  void Expire() override { End(); }
  void Drain() override { Close(1012, "the server restarts"); }
  void Abort() override { End(); }

  Awaitable<void> Run();
  Awaitable<bool> Accept();
  Awaitable<void> ReadLoop();
  Awaitable<void> WriteLoop();
  void StartWriting();
  Step NextStep();
  /// Ends both coroutines; on the strand.
  void End();
  /// From any thread: makes the writing coroutine look again.
  void Wake();
  std::shared_ptr<WebSocketConnection> Self();

  const Request request_;
  const WebSocketHandler handler_;
  const size_t max_queued_bytes_;
  boost::beast::websocket::stream<Socket> stream_;
  Timer wake_;
  Timer written_;
  bool writing_ = false;
  boost::beast::flat_buffer buffer_;

  std::atomic<size_t> queued_bytes_{0};
  absl::Mutex mutex_;
  std::deque<std::string> queue_ ABSL_GUARDED_BY(mutex_);
  std::optional<Step> close_ ABSL_GUARDED_BY(mutex_);
  bool writer_waits_ ABSL_GUARDED_BY(mutex_) = false;
  bool overflowed_ ABSL_GUARDED_BY(mutex_) = false;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace mib::http
