#include "connection.h"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "response_head.h"
#include "websocket_session.h"

namespace mib::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::redirect_error;
using beast::error_code;

constexpr size_t kHeaderRead = 4u << 10;
constexpr size_t kBodyRead = 64u << 10;
// An idle connection keeps no more than this for its next request.
constexpr size_t kMaxIdleBuffer = 16u << 10;
constexpr absl::Duration kLingerTime = absl::Seconds(2);
constexpr size_t kLingerBytes = 256u << 10;

/// One request's right to an answer. Used once; a handler that loses it unused has the client told so.
class Ticket {
 public:
  explicit Ticket(std::weak_ptr<Connection> connection) : connection_(std::move(connection)) {}
  ~Ticket() {
    if (used_) return;
    if (const auto connection = connection_.lock()) connection->Deliver(connection->ErrorResponse(500));
  }

  void Answer(Response response) {
    if (used_.exchange(true)) return;
    if (const auto connection = connection_.lock()) connection->Deliver(std::move(response));
  }

 private:
  const std::weak_ptr<Connection> connection_;
  std::atomic<bool> used_{false};
};

}  // namespace

Connection::Connection(std::shared_ptr<ServerCore> core, Socket socket)
    : Peer(std::move(core), socket.get_executor()), socket_(std::move(socket)), answered_(strand()) {
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  // Lets WriteAll try without suspending; asynchronous operations are not affected.
  socket_.non_blocking(true, ignored);
  remote_ip_ = socket_.remote_endpoint(ignored).address().to_string();
}

void Connection::Start() {
  auto self = std::static_pointer_cast<Connection>(shared_from_this());
  asio::co_spawn(
      strand(), [self] { return self->Run(); }, LogEscaped);
}

void Connection::Expire() {
  expired_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::Drain() {
  error_code ignored;
  if (state_ == State::kIdle) socket_.cancel(ignored);
}

void Connection::Abort() {
  aborted_ = true;
  error_code ignored;
  socket_.close(ignored);
  answered_.cancel();
}

Response Connection::ErrorResponse(int status) const {
  if (const auto& make = core()->options.error_response) return make(status, ReasonPhrase(status));
  return {status, {{"Content-Type", "text/plain"}}, std::string(ReasonPhrase(status)) + "\n"};
}

void Connection::Deliver(Response response) {
  if (strand().running_in_this_thread()) {
    answer_ = std::move(response);
    answered_.cancel();
    return;
  }
  asio::post(strand(), [weak = weak_from_this(), response = std::move(response)]() mutable {
    const auto self = std::static_pointer_cast<Connection>(weak.lock());
    if (self) self->Deliver(std::move(response));
  });
}

Awaitable<void> Connection::Run() {
  while (co_await ReadRequest()) {
    if (Upgrade()) break;
    if (!co_await Handle()) break;
    if (!co_await Write(*answer_) || !keep_alive_) break;
  }
  ClearDeadline();
  error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  socket_.close(ignored);
  Leave();
}

Awaitable<bool> Connection::ReadRequest() {
  state_ = State::kIdle;
  expired_ = continued_ = false;
  request_ = Request{};
  request_.remote_ip = remote_ip_;
  parser_.emplace(core()->options, &request_);
  if (buffer_.size() == 0 && buffer_.capacity() > kMaxIdleBuffer) buffer_.shrink_to_fit();
  SetDeadline(core()->options.idle_timeout);
  bool unparsed = buffer_.size() > 0;
  while (true) {
    if (unparsed && state_ == State::kIdle) {
      state_ = State::kReading;
      SetDeadline(core()->options.read_timeout);
    }
    if (error_code ec; unparsed && !ParseBuffered(ec)) {
      co_await Refuse(parser_->RefusalStatus(ec));
      co_return false;
    }
    if (parser_->is_done()) break;
    if (state_ == State::kIdle && core()->draining) co_return false;
    if (!co_await SendContinue()) co_return false;
    unparsed = co_await ReadMore();
    if (!unparsed) {
      if (expired_ && state_ == State::kReading) co_await Refuse(408);
      co_return false;
    }
  }
  keep_alive_ = parser_->keep_alive();
  head_only_ = request_.method == "HEAD";
  co_return true;
}

Awaitable<bool> Connection::ReadMore() {
  if (expired_) co_return false;
  error_code ec;
  const size_t want = parser_->is_header_done() ? kBodyRead : kHeaderRead;
  const size_t bytes = co_await socket_.async_read_some(buffer_.prepare(want), redirect_error(kAwait, ec));
  if (ec) co_return false;
  buffer_.commit(bytes);
  co_return true;
}

bool Connection::ParseBuffered(error_code& ec) {
  while (buffer_.size() > 0 && !parser_->is_done()) {
    buffer_.consume(parser_->put(buffer_.data(), ec));
    if (ec == beast::http::error::need_more) {
      // Chunk extensions and trailers are not counted by the parser.
      ec = buffer_.size() < core()->options.max_header_bytes ? error_code() : beast::http::error::header_limit;
      return !ec;
    }
    if (ec) return false;
  }
  return true;
}

Awaitable<bool> Connection::SendContinue() {
  if (continued_ || !parser_->is_header_done() || !parser_->expects_continue()) co_return true;
  continued_ = true;
  co_return co_await WriteAll("HTTP/1.1 100 Continue\r\n\r\n", {});
}

Awaitable<void> Connection::Refuse(int status) {
  keep_alive_ = false;
  const Response response = ErrorResponse(status);
  if (co_await Write(response)) co_await Linger();
}

Awaitable<void> Connection::Linger() {
  expired_ = false;
  SetDeadline(kLingerTime);
  error_code ec;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  buffer_.clear();
  for (size_t total = 0; !ec && !expired_ && total < kLingerBytes;) {
    total += co_await socket_.async_read_some(buffer_.prepare(kBodyRead), redirect_error(kAwait, ec));
  }
}

Responder Connection::MakeResponder() {
  auto self = std::static_pointer_cast<Connection>(shared_from_this());
  return [ticket = std::make_shared<Ticket>(self)](Response response) { ticket->Answer(std::move(response)); };
}

Awaitable<bool> Connection::Handle() {
  state_ = State::kHandling;
  ClearDeadline();
  answer_.reset();
  core()->handler(std::move(request_), MakeResponder());
  while (!answer_ && !aborted_) {
    error_code ignored;
    answered_.expires_at(Timer::time_point::max());
    co_await answered_.async_wait(redirect_error(kAwait, ignored));
  }
  co_return !aborted_;
}

Awaitable<bool> Connection::Write(const Response& response) {
  state_ = State::kWriting;
  keep_alive_ = keep_alive_ && !core()->draining;
  out_.clear();
  AppendHead(response, {keep_alive_, parser_->http10()}, &out_);
  const bool with_body = !head_only_ && MayHaveBody(response.status);
  co_return co_await WriteAll(out_, with_body ? std::string_view(response.body) : std::string_view());
}

Awaitable<bool> Connection::WriteAll(std::string_view head, std::string_view body) {
  std::array<asio::const_buffer, 2> left = {asio::buffer(head), asio::buffer(body)};
  while (left[0].size() + left[1].size() > 0) {
    error_code ec;
    size_t written = socket_.write_some(left, ec);
    if (ec == asio::error::would_block) {
      SetDeadline(core()->options.idle_timeout);
      written = co_await socket_.async_write_some(left, redirect_error(kAwait, ec));
    }
    if (ec) co_return false;
    const size_t of_head = std::min(written, left[0].size());
    left[0] += of_head;
    left[1] += written - of_head;
  }
  co_return true;
}

bool Connection::Upgrade() {
  if (!parser_->wants_websocket() || !core()->upgrade) return false;
  std::optional<WebSocketHandler> handler = core()->upgrade(request_);
  if (!handler) return false;
  std::make_shared<WebSocketConnection>(core(), std::move(socket_), std::move(request_), *std::move(handler))->Start();
  return true;
}

}  // namespace mib::http
