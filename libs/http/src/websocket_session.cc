#include "websocket_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <utility>

namespace mib::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::redirect_error;
using beast::error_code;

constexpr size_t kMaxMessageBytes = 64u << 10;
constexpr auto kHandshakeTimeout = std::chrono::seconds(10);
// Beast pings after half of the idle time: every 15 s.
constexpr auto kIdleTimeout = std::chrono::seconds(30);
// A client that does not take the rest of the queue and the close frame in this time is cut off.
constexpr absl::Duration kCloseTime = absl::Seconds(5);
// What a close frame may carry (RFC 6455, 5.5.1).
constexpr size_t kMaxReason = 123;

beast::http::request<beast::http::empty_body> ToBeast(const Request& request) {
  beast::http::request<beast::http::empty_body> out;
  out.version(11);
  out.method_string(request.method);
  out.target(request.target);
  for (const auto& [name, value] : request.headers) out.insert(name, value);
  return out;
}

}  // namespace

WebSocketConnection::WebSocketConnection(const std::shared_ptr<ServerCore>& core, Socket socket, Request request,
                                         WebSocketHandler handler)
    : Peer(core, socket.get_executor()),
      request_(std::move(request)),
      handler_(std::move(handler)),
      max_queued_bytes_(core->options.max_queued_bytes),
      stream_(std::move(socket)),
      wake_(strand()),
      written_(strand()) {}

std::shared_ptr<WebSocketConnection> WebSocketConnection::Self() {
  return std::static_pointer_cast<WebSocketConnection>(shared_from_this());
}

void WebSocketConnection::Start() {
  asio::co_spawn(
      strand(), [self = Self()] { return self->Run(); }, LogEscaped);
}

bool WebSocketConnection::Send(std::string text) {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_ || close_) return false;
    const size_t queued = queued_bytes();
    if (queued > 0 && queued + text.size() > max_queued_bytes_) {
      overflowed_ = true;
      return false;
    }
    queued_bytes_.fetch_add(text.size(), std::memory_order_relaxed);
    queue_.push_back(std::move(text));
    if (!std::exchange(writer_waits_, false)) return true;
  }
  Wake();
  return true;
}

void WebSocketConnection::Close(int code, std::string_view reason) {
  {
    absl::MutexLock lock(&mutex_);
    if (closed_ || close_) return;
    close_ = Step{Step::What::kClose, std::string(reason.substr(0, kMaxReason)), code};
    // A client too slow for its messages learns why it is closed instead of getting all of them first.
    if (overflowed_) queue_.clear();
    writer_waits_ = false;
  }
  SetDeadline(kCloseTime);
  Wake();
}

void WebSocketConnection::Wake() {
  asio::post(strand(), [weak = weak_from_this()] {
    const auto self = std::static_pointer_cast<WebSocketConnection>(weak.lock());
    if (self) self->wake_.cancel();
  });
}

WebSocketConnection::Step WebSocketConnection::NextStep() {
  absl::MutexLock lock(&mutex_);
  if (closed_) return {Step::What::kEnd, "", 0};
  if (!queue_.empty()) {
    Step step{Step::What::kMessage, std::move(queue_.front()), 0};
    queue_.pop_front();
    return step;
  }
  if (close_) return *close_;
  writer_waits_ = true;
  return {Step::What::kWait, "", 0};
}

Awaitable<void> WebSocketConnection::Run() {
  if (co_await Accept()) {
    handler_.on_open(Self());
    StartWriting();
    try {
      co_await ReadLoop();
    } catch (...) {
      LogEscaped(std::current_exception());
    }
    End();
    handler_.on_close(Self());
  }
  End();
  // Whoever waits for all connections to leave must find nothing of this one under way.
  while (writing_) {
    error_code ignored;
    written_.expires_at(Timer::time_point::max());
    co_await written_.async_wait(redirect_error(kAwait, ignored));
  }
  Leave();
}

void WebSocketConnection::StartWriting() {
  writing_ = true;
  const auto ended = [self = Self()](const std::exception_ptr&) {
    self->writing_ = false;
    self->written_.cancel();
  };
  asio::co_spawn(
      strand(), [self = Self()] { return self->WriteLoop(); }, ended);
}

Awaitable<bool> WebSocketConnection::Accept() {
  stream_.set_option(websocket::stream_base::timeout{kHandshakeTimeout, kIdleTimeout, true});
  stream_.read_message_max(kMaxMessageBytes);
  stream_.auto_fragment(false);
  stream_.set_option(
      websocket::stream_base::decorator([name = handler_.subprotocol](websocket::response_type& response) {
        response.erase(beast::http::field::server);
        if (!name.empty()) response.set(beast::http::field::sec_websocket_protocol, name);
      }));
  error_code ec;
  const auto upgrade = ToBeast(request_);
  co_await stream_.async_accept(upgrade, redirect_error(kAwait, ec));
  co_return !ec;
}

Awaitable<void> WebSocketConnection::ReadLoop() {
  while (true) {
    error_code ec;
    const size_t bytes = co_await stream_.async_read(buffer_, redirect_error(kAwait, ec));
    if (ec) co_return;
    handler_.on_message(Self(), {static_cast<const char*>(buffer_.data().data()), bytes});
    buffer_.consume(bytes);
  }
}

Awaitable<void> WebSocketConnection::WriteLoop() {
  error_code ec;
  while (!ec) {
    const Step step = NextStep();
    if (step.what == Step::What::kEnd) co_return;
    if (step.what == Step::What::kWait) {
      error_code ignored;
      wake_.expires_at(Timer::time_point::max());
      co_await wake_.async_wait(redirect_error(kAwait, ignored));
    } else if (step.what == Step::What::kMessage) {
      co_await stream_.async_write(asio::buffer(step.text), redirect_error(kAwait, ec));
      queued_bytes_.fetch_sub(step.text.size(), std::memory_order_relaxed);
    } else {
      const websocket::close_reason reason(static_cast<websocket::close_code>(step.close_code), step.text);
      co_await stream_.async_close(reason, redirect_error(kAwait, ec));
      co_return;
    }
  }
}

void WebSocketConnection::End() {
  {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    queue_.clear();
  }
  ClearDeadline();
  error_code ignored;
  stream_.next_layer().close(ignored);
  wake_.cancel();
}

}  // namespace mib::http
