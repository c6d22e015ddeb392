#include "mib/http/websocket_client.h"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <string_view>
#include <thread>

#include "absl/synchronization/notification.h"
#include "fmt/format.h"
#include "inbox.h"
#include "mib/base/status.h"
#include "url.h"

namespace mib::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::redirect_error;
using beast::error_code;

using ClientExecutor = asio::io_context::executor_type;
using ClientSocket = asio::basic_stream_socket<asio::ip::tcp, ClientExecutor>;
using TlsStream = asio::ssl::stream<ClientSocket>;
using ClientTimer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, ClientExecutor>;
using Resolver = asio::ip::basic_resolver<asio::ip::tcp, ClientExecutor>;
inline constexpr asio::use_awaitable_t<ClientExecutor> kAwaitClient;
template <typename T>
using Awaited = asio::awaitable<T, ClientExecutor>;

constexpr absl::Duration kWriteTimeout = absl::Seconds(10);
constexpr absl::Duration kCloseTimeout = absl::Seconds(2);
// With pings after half of it: a server that vanished without a word is noticed within this.
constexpr auto kClientIdleTimeout = std::chrono::seconds(60);

/// The connection and the thread that serves it. Everything but Read, Write, Close and the ends of life happens on that
/// thread.
template <typename Stream>
class BeastWebSocketClient final : public WebSocketClient {
 public:
  template <typename... Args>
  BeastWebSocketClient(const WebSocketOptions& options, Url url, Args&... tls)
      : options_(options),
        url_(std::move(url)),
        work_(context_.get_executor()),
        stream_(context_.get_executor(), tls...),
        resolver_(context_.get_executor()),
        connect_timer_(context_.get_executor()),
        resume_(context_.get_executor()),
        inbox_(options.max_frame_bytes) {}

  ~BeastWebSocketClient() override {
    if (opened_) {
      Close();
      ended_.WaitForNotificationWithTimeout(kCloseTimeout);
    }
    asio::post(context_, [this] { Drop(); });
    ended_.WaitForNotification();
    context_.stop();
    thread_.join();
  }

  absl::Status Open() {
    asio::co_spawn(
        context_, [this] { return Run(); }, asio::detached);
    thread_ = std::thread([this] { context_.run(); });
    connected_.WaitForNotification();
    return open_status_;
  }

  absl::StatusOr<std::string> Read(absl::Duration timeout) override {
    bool has_room = false;
    auto message = inbox_.Take(timeout, &has_room);
    if (has_room) asio::post(context_, [this] { resume_.cancel(); });
    return message;
  }

  absl::Status Write(std::string_view text) override;
  void Close() override;

 private:
  /// One message on its way out; shared, because a writer that gave up waiting leaves it behind.
  struct Outgoing {
    std::string text;
    absl::Notification done;
    absl::Status status;
  };

  Awaited<void> Run();
  Awaited<absl::Status> Connect();
  Awaited<absl::Status> StartTls();
  Awaited<absl::Status> Handshake();
  Awaited<void> ReadLoop();
  Awaited<void> WriteOne(std::shared_ptr<Outgoing> outgoing);
  Awaited<void> CloseNow();

  void Drop() {
    error_code ignored;
    resolver_.cancel();
    beast::get_lowest_layer(stream_).close(ignored);
    connect_timer_.cancel();
    resume_.cancel();
  }

  absl::Status Failed(std::string_view what, const error_code& ec) const {
    if (timed_out_) return absl::DeadlineExceededError(fmt::format("{}: {} took too long", options_.url, what));
    return absl::UnavailableError(fmt::format("{}: {} failed: {}", options_.url, what, ec.message()));
  }

  const WebSocketOptions options_;
  const Url url_;
  asio::io_context context_{1};
  const asio::executor_work_guard<ClientExecutor> work_;
  websocket::stream<Stream> stream_;
  Resolver resolver_;
  ClientTimer connect_timer_;
  ClientTimer resume_;
  Inbox inbox_;
  bool timed_out_ = false;
  bool closing_ = false;
  bool opened_ = false;
  absl::Status open_status_;
  absl::Notification connected_;
  absl::Notification ended_;
  std::thread thread_;
};

template <typename Stream>
Awaited<void> BeastWebSocketClient<Stream>::Run() {
  connect_timer_.expires_after(absl::ToChronoNanoseconds(options_.connect_timeout));
  connect_timer_.async_wait([this](error_code ec) {
    if (ec) return;
    timed_out_ = true;
    Drop();
  });
  open_status_ = co_await Connect();
  opened_ = open_status_.ok();
  const bool opened = opened_;
  connect_timer_.cancel();
  connected_.Notify();
  if (opened) co_await ReadLoop();
  ended_.Notify();
}

template <typename Stream>
Awaited<absl::Status> BeastWebSocketClient<Stream>::Connect() {
  error_code ec;
  const auto endpoints =
      co_await resolver_.async_resolve(url_.host, std::to_string(url_.port), redirect_error(kAwaitClient, ec));
  if (ec || timed_out_) co_return Failed("looking up the host", ec);
  auto& socket = beast::get_lowest_layer(stream_);
  co_await asio::async_connect(socket, endpoints, redirect_error(kAwaitClient, ec));
  if (ec || timed_out_) co_return Failed("connecting", ec);
  socket.set_option(asio::ip::tcp::no_delay(true), ec);
  absl::Status status = co_await StartTls();
  if (!status.ok()) co_return status;
  co_return co_await Handshake();
}

template <typename Stream>
Awaited<absl::Status> BeastWebSocketClient<Stream>::StartTls() {
  if constexpr (std::is_same_v<Stream, TlsStream>) {
    auto& tls = stream_.next_layer();
    SSL_set_tlsext_host_name(tls.native_handle(), url_.host.c_str());
    tls.set_verify_callback(asio::ssl::host_name_verification(url_.host));
    error_code ec;
    co_await tls.async_handshake(asio::ssl::stream_base::client, redirect_error(kAwaitClient, ec));
    if (ec || timed_out_) co_return Failed("the TLS handshake", ec);
  }
  co_return absl::OkStatus();
}

template <typename Stream>
Awaited<absl::Status> BeastWebSocketClient<Stream>::Handshake() {
  websocket::stream_base::timeout timeouts{};
  timeouts.handshake_timeout = std::chrono::seconds(30);
  timeouts.idle_timeout = kClientIdleTimeout;
  timeouts.keep_alive_pings = true;
  stream_.set_option(timeouts);
  stream_.read_message_max(options_.max_frame_bytes);
  stream_.set_option(websocket::stream_base::decorator(
      [](websocket::request_type& request) { request.set(beast::http::field::user_agent, "market-intel-brain/1"); }));
  error_code ec;
  websocket::response_type response;
  co_await stream_.async_handshake(response, url_.HostHeader(), url_.target, redirect_error(kAwaitClient, ec));
  if (ec == websocket::error::upgrade_declined) {
    co_return absl::UnavailableError(
        fmt::format("{}: answered {} to the upgrade", options_.url, response.result_int()));
  }
  if (ec || timed_out_) co_return Failed("the upgrade", ec);
  co_return absl::OkStatus();
}

template <typename Stream>
Awaited<void> BeastWebSocketClient<Stream>::ReadLoop() {
  error_code ec;
  beast::flat_buffer buffer;
  while (true) {
    const size_t bytes = co_await stream_.async_read(buffer, redirect_error(kAwaitClient, ec));
    if (ec) break;
    const bool room = inbox_.Put(std::string(static_cast<const char*>(buffer.data().data()), bytes));
    buffer.consume(bytes);
    if (room || closing_) continue;
    // The reader is behind: not reading on makes the server wait.
    error_code ignored;
    resume_.expires_at(ClientTimer::time_point::max());
    co_await resume_.async_wait(redirect_error(kAwaitClient, ignored));
  }
  const auto& reason = stream_.reason();
  if (ec == websocket::error::closed) {
    const std::string_view text(reason.reason.data(), reason.reason.size());
    inbox_.Close(absl::UnavailableError(fmt::format("{}: closed with code {} {}", options_.url, reason.code, text)));
  } else {
    inbox_.Close(absl::UnavailableError(fmt::format("{}: connection lost: {}", options_.url, ec.message())));
  }
}

template <typename Stream>
absl::Status BeastWebSocketClient<Stream>::Write(std::string_view text) {
  RETURN_IF_ERROR(inbox_.closed());
  auto outgoing = std::make_shared<Outgoing>();
  outgoing->text = std::string(text);
  asio::post(context_, [this, outgoing] {
    asio::co_spawn(
        context_, [this, outgoing] { return WriteOne(outgoing); }, asio::detached);
  });
  if (!outgoing->done.WaitForNotificationWithTimeout(kWriteTimeout)) {
    // Part of a message may have gone out: nothing can follow it.
    asio::post(context_, [this] { Drop(); });
    return absl::DeadlineExceededError(fmt::format("{}: the server does not take what is written", options_.url));
  }
  return outgoing->status;
}

template <typename Stream>
Awaited<void> BeastWebSocketClient<Stream>::WriteOne(std::shared_ptr<Outgoing> outgoing) {
  error_code ec;
  stream_.text(true);
  co_await stream_.async_write(asio::buffer(outgoing->text), redirect_error(kAwaitClient, ec));
  if (ec) outgoing->status = absl::UnavailableError(fmt::format("{}: cannot write: {}", options_.url, ec.message()));
  outgoing->done.Notify();
}

template <typename Stream>
void BeastWebSocketClient<Stream>::Close() {
  asio::post(context_, [this] {
    if (std::exchange(closing_, true)) return;
    asio::co_spawn(
        context_, [this] { return CloseNow(); }, asio::detached);
  });
}

template <typename Stream>
Awaited<void> BeastWebSocketClient<Stream>::CloseNow() {
  error_code ignored;
  // A reading coroutine that waits for room would never see the server's answer.
  resume_.cancel();
  if (stream_.is_open())
    co_await stream_.async_close(websocket::close_code::normal, redirect_error(kAwaitClient, ignored));
  inbox_.Close(absl::UnavailableError(fmt::format("{}: closed by this side", options_.url)));
}

absl::Status LoadAuthorities(const std::string& ca_file, asio::ssl::context* tls) {
  error_code ec;
  if (ca_file.empty()) {
    tls->set_default_verify_paths(ec);
  } else {
    tls->load_verify_file(ca_file, ec);
  }
  if (!ec) return absl::OkStatus();
  return absl::InvalidArgumentError(
      fmt::format("cannot read the certificate authorities of '{}': {}", ca_file, ec.message()));
}

template <typename T>
absl::StatusOr<std::unique_ptr<WebSocketClient>> Opened(std::unique_ptr<T> client) {
  RETURN_IF_ERROR(client->Open());
  return std::unique_ptr<WebSocketClient>(std::move(client));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WebSocketClient>> WebSocketClient::Connect(const WebSocketOptions& options) {
  const std::optional<Url> url = ParseUrl(options.url);
  if (!url || (url->scheme != "ws" && url->scheme != "wss")) {
    return absl::InvalidArgumentError(fmt::format("'{}' is not a ws:// or wss:// URL", options.url));
  }
  if (url->scheme == "ws") return Opened(std::make_unique<BeastWebSocketClient<ClientSocket>>(options, *url));

  asio::ssl::context tls(asio::ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
  tls.set_verify_mode(asio::ssl::verify_peer);
  RETURN_IF_ERROR(LoadAuthorities(options.ca_file, &tls));
  return Opened(std::make_unique<BeastWebSocketClient<TlsStream>>(options, *url, tls));
}

}  // namespace mib::http
