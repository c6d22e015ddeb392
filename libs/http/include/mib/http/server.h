#pragma once

// An HTTP/1.1 and WebSocket server on Boost.Beast coroutines. Beast itself stays in the source files.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/http/message.h"

namespace mib::http {

/// One client's WebSocket, from the side of the server. Thread safe; kept alive by whoever holds it.
class WebSocketSession {
 public:
  virtual ~WebSocketSession() = default;
  /// Queues a text message. False when the session is closed or the client is too slow (more than max_queued_bytes
  /// wait): the caller should then close it with 4409.
  virtual bool Send(std::string text) = 0;
  virtual void Close(int code, std::string_view reason) = 0;
  virtual size_t queued_bytes() const = 0;
  virtual const Request& request() const = 0;
};

/// What happens on a WebSocket. Called on the server's threads, one at a time per session.
struct WebSocketHandler {
  std::function<void(const std::shared_ptr<WebSocketSession>&)> on_open;
  std::function<void(const std::shared_ptr<WebSocketSession>&, std::string_view message)> on_message;
  std::function<void(const std::shared_ptr<WebSocketSession>&)> on_close;
  /// The one of the client's Sec-WebSocket-Protocol values that the server speaks; empty: none is named.
  std::string subprotocol;
};

/// Gives the answer to one request, from any thread, exactly once.
using Responder = std::function<void(Response)>;

struct ServerOptions {
  /// host:port; port 0 takes a free one.
  std::string listen = "127.0.0.1:0";
  int threads = 1;
  /// A longer body is answered 413, a longer request line 414, longer headers 431, without calling the handler.
  size_t max_body_bytes = 1u << 20;
  size_t max_target_bytes = 8u << 10;
  size_t max_header_bytes = 32u << 10;
  absl::Duration idle_timeout = absl::Seconds(75);
  /// How long a client may take to send one request.
  absl::Duration read_timeout = absl::Seconds(15);
  int max_connections = 20000;
  size_t max_queued_bytes = 4u << 20;
  /// Makes the body of an answer the server gives by itself (400, 408, 413, 414, 431); default: plain text.
  std::function<Response(int status, std::string_view reason)> error_response;
};

class Server {
 public:
  /// May answer at once or later; runs on the server's threads and must not block them.
  using Handler = std::function<void(Request, Responder)>;
  /// Decides on a WebSocket upgrade: a handler accepts it, nullopt leaves the request to Handler (which may refuse it).
  using UpgradeHandler = std::function<std::optional<WebSocketHandler>(const Request&)>;

  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options, Handler handler,
                                                       UpgradeHandler upgrade = {});
  virtual ~Server() = default;
  virtual int port() const = 0;
  virtual int connections() const = 0;
  /// Stops accepting, finishes what runs, closes WebSockets with 1012, at most `grace`.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace mib::http
