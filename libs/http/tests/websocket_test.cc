// Our WebSocket server and our WebSocket client, on both ends of real sockets.

#include <catch2/catch_test_macros.hpp>
#include <future>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "listener.h"
#include "mib/base/status.h"
#include "mib/http/server.h"
#include "mib/http/websocket_client.h"
#include "raw_client.h"

namespace mib::http {
namespace {

using Session = std::shared_ptr<WebSocketSession>;

/// A server that takes every WebSocket but those to /refused, and a place to see its sessions.
struct Fixture {
  explicit Fixture(WebSocketHandler given = {}, ServerOptions options = {}) : handler(std::move(given)) {
    if (!handler.on_open) handler.on_open = [this](const Session& session) { opened.set_value(session); };
    if (!handler.on_message) {
      handler.on_message = [](const Session& session, std::string_view message) {
        session->Send(std::string(message));
      };
    }
    if (!handler.on_close) handler.on_close = [this](const Session&) { closed.Notify(); };
    auto started = Server::Start(
        options,
        [](Request, Responder respond) {
          respond({403, {}, "no"});
        },
        [this](const Request& request) {
          return request.target == "/refused" ? std::nullopt : std::optional<WebSocketHandler>(handler);
        });
    if (!started.ok()) FAIL(ToString(started.status()));
    server = *std::move(started);
  }

  absl::StatusOr<std::unique_ptr<WebSocketClient>> TryConnect(const std::string& path) {
    WebSocketOptions options;
    options.url = "ws://127.0.0.1:" + std::to_string(server->port()) + path;
    return WebSocketClient::Connect(options);
  }
  std::unique_ptr<WebSocketClient> Connect(const std::string& path = "/") {
    auto client = TryConnect(path);
    if (!client.ok()) FAIL(ToString(client.status()));
    return *std::move(client);
  }

  WebSocketHandler handler;
  std::promise<Session> opened;
  absl::Notification closed;
  std::unique_ptr<Server> server;
};

const std::string kUpgrade =
    "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

TEST_CASE("Messages go both ways and keep their order", "[unit][http]") {
  Fixture f;
  const auto client = f.Connect("/feed?x=1");
  for (int i = 0; i < 100; ++i) REQUIRE(client->Write("message " + std::to_string(i)).ok());
  for (int i = 0; i < 100; ++i) CHECK(client->Read(absl::Seconds(10)).value() == "message " + std::to_string(i));
  CHECK(f.opened.get_future().get()->request().target == "/feed?x=1");
}

TEST_CASE("Reading gives up in time and the connection stays usable", "[unit][http]") {
  Fixture f;
  const auto client = f.Connect();
  CHECK(absl::IsDeadlineExceeded(client->Read(absl::Milliseconds(20)).status()));
  REQUIRE(client->Write("still here").ok());
  CHECK(client->Read(absl::Seconds(10)).value() == "still here");
}

TEST_CASE("The server may send from any thread", "[unit][http]") {
  Fixture f;
  const auto client = f.Connect();
  const Session session = f.opened.get_future().get();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) session->Send("x");
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < 200; ++i) REQUIRE(client->Read(absl::Seconds(10)).ok());
  CHECK(absl::IsDeadlineExceeded(client->Read(absl::Milliseconds(10)).status()));
}

TEST_CASE("A close by the server gives its code and reason after the messages before it", "[unit][http]") {
  Fixture f;
  const auto client = f.Connect();
  const Session session = f.opened.get_future().get();
  CHECK(session->Send("last words"));
  session->Close(4401, "who are you");
  CHECK_FALSE(session->Send("after the end"));
  CHECK(client->Read(absl::Seconds(10)).value() == "last words");
  const auto end = client->Read(absl::Seconds(10));
  CHECK(absl::IsUnavailable(end.status()));
  CHECK(MessageOf(end.status()).find("4401 who are you") != std::string::npos);
  f.closed.WaitForNotification();
}

TEST_CASE("A close by the client is told once, and the session is then closed", "[unit][http]") {
  Fixture f;
  auto client = f.Connect();
  const Session session = f.opened.get_future().get();
  client->Close();
  f.closed.WaitForNotification();
  CHECK_FALSE(session->Send("anyone?"));
  CHECK(absl::IsUnavailable(client->Read(absl::Seconds(10)).status()));
  CHECK(absl::IsUnavailable(client->Write("anyone?")));
}

TEST_CASE("A client that vanishes is noticed", "[unit][http]") {
  Fixture f;
  RawClient client(f.server->port());
  client.Write(kUpgrade + "\r\n");
  CHECK(StatusOf(client.ReadAnswer()) == "101");
  client.Close();
  f.closed.WaitForNotification();
}

TEST_CASE("A client too slow for its messages makes Send fail and can be closed with 4409", "[unit][http]") {
  ServerOptions options;
  options.max_queued_bytes = 1u << 20;
  Fixture f({}, options);
  RawClient client(f.server->port());
  client.Write(kUpgrade + "\r\n");
  CHECK(StatusOf(client.ReadAnswer()) == "101");
  const Session session = f.opened.get_future().get();
  int accepted = 0;
  while (session->Send(std::string(64 << 10, 'x'))) REQUIRE(++accepted < 10000);
  CHECK(session->queued_bytes() <= options.max_queued_bytes);
  session->Close(4409, "too slow");
  // The close frame comes before what was queued: 0x88, 10 bytes, code 0x1139.
  const std::string rest = client.ReadUntil("too slow");
  CHECK(rest.size() < static_cast<size_t>(accepted) * (64 << 10));
  CHECK(rest.find("\x88\x0a\x11\x39too slow") != std::string::npos);
  client.Close();
  f.closed.WaitForNotification();
}

TEST_CASE("A message above the limit closes the connection with 1009", "[unit][http]") {
  Fixture f;
  const auto client = f.Connect();
  REQUIRE(client->Write(std::string(64 << 10, 'x')).ok());
  CHECK(client->Read(absl::Seconds(10)).value().size() == 64 << 10);
  static_cast<void>(client->Write(std::string((64 << 10) + 1, 'x')));
  const auto end = client->Read(absl::Seconds(10));
  CHECK(absl::IsUnavailable(end.status()));
  CHECK(MessageOf(end.status()).find("1009") != std::string::npos);
}

TEST_CASE("An upgrade that is not accepted gets the answer of the handler", "[unit][http]") {
  Fixture f;
  const auto refused = f.TryConnect("/refused");
  CHECK(absl::IsUnavailable(refused.status()));
  CHECK(MessageOf(refused.status()).find("403") != std::string::npos);
}

TEST_CASE("A chosen subprotocol is named in the answer", "[unit][http]") {
  WebSocketHandler handler;
  handler.subprotocol = "mib.v1";
  Fixture f(handler);
  RawClient client(f.server->port());
  client.Write(kUpgrade + "Sec-WebSocket-Protocol: mib.v1, bearer.x\r\n\r\n");
  const std::string answer = client.ReadAnswer();
  CHECK(answer.find("Sec-WebSocket-Protocol: mib.v1\r\n") != std::string::npos);
  // The example of RFC 6455, 1.3.
  CHECK(answer.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);
}

TEST_CASE("A broken upgrade is refused", "[unit][http]") {
  Fixture f;
  RawClient client(f.server->port());
  client.Write(
      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n\r\n");
  CHECK(StatusOf(client.ReadToEnd()).starts_with('4'));
}

TEST_CASE("Shutdown closes WebSockets with 1012, and sessions kept longer do no harm", "[unit][http]") {
  auto f = std::make_unique<Fixture>();
  const auto client = f->Connect();
  const Session session = f->opened.get_future().get();
  f->server->Shutdown(absl::Seconds(10));
  const auto end = client->Read(absl::Seconds(10));
  CHECK(MessageOf(end.status()).find("1012") != std::string::npos);
  CHECK(f->server->connections() == 0);
  f->server.reset();
  CHECK_FALSE(session->Send("late"));
  session->Close(1000, "late");
}

TEST_CASE("A reader that is behind holds the server back and loses nothing", "[unit][http]") {
  Fixture f;
  WebSocketOptions options;
  options.url = "ws://127.0.0.1:" + std::to_string(f.server->port()) + "/";
  options.max_frame_bytes = 10000;
  auto client = WebSocketClient::Connect(options);
  REQUIRE(client.ok());
  const Session session = f.opened.get_future().get();
  for (int i = 0; i < 100; ++i) REQUIRE(session->Send(std::string(1000, 'x') + std::to_string(i)));
  for (int i = 0; i < 100; ++i) {
    CHECK((*client)->Read(absl::Seconds(10)).value() == std::string(1000, 'x') + std::to_string(i));
  }
}

TEST_CASE("No server, a silent one and one that resets are told apart", "[unit][http]") {
  Listener listener;
  WebSocketOptions options;
  options.url = "ws://127.0.0.1:" + std::to_string(listener.port()) + "/";
  options.connect_timeout = absl::Milliseconds(100);
  CHECK(absl::IsDeadlineExceeded(WebSocketClient::Connect(options).status()));

  close(listener.Accept());
  std::thread resetting([&] { Reset(listener.Accept()); });
  options.connect_timeout = absl::Seconds(10);
  CHECK(absl::IsUnavailable(WebSocketClient::Connect(options).status()));
  resetting.join();

  listener.Close();
  CHECK(absl::IsUnavailable(WebSocketClient::Connect(options).status()));
  options.url = "http://127.0.0.1/";
  CHECK(absl::IsInvalidArgument(WebSocketClient::Connect(options).status()));
}

}  // namespace
}  // namespace mib::http
