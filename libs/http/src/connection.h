#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "peer.h"
#include "request_parser.h"

namespace mib::http {

/// One client's HTTP connection: reads a request, has it handled, writes the answer, again. Owns itself while it runs;
/// everything but Deliver happens on its strand.
class Connection final : public Peer {
 public:
  Connection(std::shared_ptr<ServerCore> core, Socket socket);

  /// Starts serving.
  void Start();
  /// The answer to the request in hand, from any thread.
  void Deliver(Response response);
  /// What the server answers by itself; from any thread.
  Response ErrorResponse(int status) const;

 private:
  enum class State { kIdle, kReading, kHandling, kWriting };

  void Expire() override;
  void Drain() override;
  void Abort() override;

  Awaitable<void> Run();
  /// Reads one request; false when there is none any more or it was refused.
  Awaitable<bool> ReadRequest();
  Awaitable<bool> ReadMore();
  Awaitable<bool> SendContinue();
  /// Parses what the buffer holds; false when the request cannot be taken.
  bool ParseBuffered(boost::beast::error_code& ec);
  Awaitable<void> Refuse(int status);
  /// Hands the request over and waits for its answer; false when the connection is to end without one.
  Awaitable<bool> Handle();
  Awaitable<bool> Write(const Response& response);
  Awaitable<bool> WriteAll(std::string_view head, std::string_view body);
  /// Reads on for a moment after a refusal: closing with bytes unread would reset the connection and take the answer
  /// with it.
  Awaitable<void> Linger();
  bool Upgrade();
  Responder MakeResponder();

  Socket socket_;
  Timer answered_;
  boost::beast::flat_buffer buffer_;
  std::optional<RequestParser> parser_;
  Request request_;
  std::optional<Response> answer_;
  std::string remote_ip_;
  std::string out_;
  State state_ = State::kIdle;
  bool keep_alive_ = true;
  bool head_only_ = false;
  bool continued_ = false;
  bool expired_ = false;
  bool aborted_ = false;
};

}  // namespace mib::http
