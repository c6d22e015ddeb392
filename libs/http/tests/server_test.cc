#include "mib/http/server.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <future>
#include <stdexcept>
#include <thread>

#include "mib/base/status.h"
#include "raw_client.h"

namespace mib::http {
namespace {

void Echo(Request request, Responder respond) {
  respond({200, {{"X-Method", request.method}, {"X-Target", request.target}}, request.body});
}

std::unique_ptr<Server> StartServer(Server::Handler handler, ServerOptions options = {}) {
  auto server = Server::Start(options, std::move(handler));
  if (!server.ok()) FAIL(ToString(server.status()));
  return *std::move(server);
}

TEST_CASE("A connection serves one request after another", "[unit][http]") {
  const auto server = StartServer(Echo);
  RawClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.Write("POST /a?x=" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    const std::string answer = client.ReadAnswer();
    CHECK(StatusOf(answer) == "200");
    CHECK(BodyOf(answer) == "hello");
    CHECK(answer.find("X-Target: /a?x=" + std::to_string(i) + "\r\n") != std::string::npos);
  }
  CHECK(server->connections() == 1);
}

TEST_CASE("Requests sent without waiting are answered in their order", "[unit][http]") {
  const auto server = StartServer(Echo);
  RawClient client(server->port());
  client.Write("GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string both = client.ReadToEnd();
  CHECK(both.find("X-Target: /1") < both.find("X-Target: /2"));
  CHECK(both.find("X-Target: /2") != std::string::npos);
}

TEST_CASE("A request that arrives byte by byte is the same request", "[unit][http]") {
  const auto server = StartServer(Echo);
  RawClient client(server->port());
  const std::string_view request =
      "PUT /slow HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: 1\r\n\r\n";
  for (const char c : request) REQUIRE(client.Write(std::string_view(&c, 1)));
  const std::string answer = client.ReadAnswer();
  CHECK(StatusOf(answer) == "200");
  CHECK(BodyOf(answer) == "abcde");
}

TEST_CASE("HEAD gets the head of the answer and the connection goes on", "[unit][http]") {
  const auto server = StartServer([](Request, Responder respond) { respond({200, {}, "twelve bytes"}); });
  RawClient client(server->port());
  client.Write("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string head = client.ReadAnswer(/*head_only=*/true);
  CHECK(head.find("Content-Length: 12\r\n") != std::string::npos);
  CHECK(BodyOf(head).empty());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(BodyOf(client.ReadToEnd()) == "twelve bytes");
}

TEST_CASE("HTTP/1.0 closes unless asked to stay", "[unit][http]") {
  const auto server = StartServer(Echo);
  RawClient closing(server->port());
  closing.Write("GET / HTTP/1.0\r\n\r\n");
  CHECK(closing.ReadToEnd().find("Connection: close") != std::string::npos);
  RawClient staying(server->port());
  staying.Write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(staying.ReadAnswer().find("Connection: keep-alive") != std::string::npos);
  staying.Write("GET / HTTP/1.0\r\n\r\n");
  CHECK(StatusOf(staying.ReadToEnd()) == "200");
}

TEST_CASE("A client that waits for 100 Continue is told to go on", "[unit][http]") {
  const auto server = StartServer(Echo);
  RawClient client(server->port());
  client.Write("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  CHECK(client.ReadAnswer() == "HTTP/1.1 100 Continue\r\n\r\n");
  client.Write("ok");
  CHECK(BodyOf(client.ReadAnswer()) == "ok");
}

TEST_CASE("An answer may come later, from another thread", "[unit][http]") {
  std::promise<Responder> given;
  const auto server = StartServer([&](Request, Responder respond) { given.set_value(std::move(respond)); });
  RawClient client(server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  Responder respond = given.get_future().get();
  std::thread([&] { respond({202, {}, "later"}); }).join();
  CHECK(BodyOf(client.ReadAnswer()) == "later");
}

TEST_CASE("Only the first of two answers counts", "[unit][http]") {
  const auto server = StartServer([](Request, Responder respond) {
    respond({200, {}, "first"});
    respond({200, {}, "second"});
  });
  RawClient client(server->port());
  for (int i = 0; i < 2; ++i) {
    client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(BodyOf(client.ReadAnswer()) == "first");
  }
}

TEST_CASE("A handler that forgets to answer makes a 500 in the server's own form", "[unit][http]") {
  ServerOptions options;
  options.error_response = [](int status, std::string_view) { return Response{status, {}, "our form"}; };
  const auto server = StartServer([](Request, Responder) {}, options);
  RawClient client(server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string answer = client.ReadAnswer();
  CHECK(StatusOf(answer) == "500");
  CHECK(BodyOf(answer) == "our form");
}

TEST_CASE("A handler that throws loses its connection, and only that", "[unit][http]") {
  const auto server = StartServer([](Request request, Responder respond) {
    if (request.target == "/throw") throw std::runtime_error("boom");
    respond({200, {}, "fine"});
  });
  RawClient thrown(server->port());
  thrown.Write("GET /throw HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(thrown.ReadToEnd().empty());
  RawClient client(server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(BodyOf(client.ReadAnswer()) == "fine");
}

TEST_CASE("Many clients at once each get their own answers", "[unit][http]") {
  ServerOptions options;
  options.threads = 2;
  const auto server = StartServer(Echo, options);
  std::atomic<int> right{0};
  std::vector<std::thread> clients;
  for (int c = 0; c < 8; ++c) {
    clients.emplace_back([&, c] {
      RawClient client(server->port());
      for (int i = 0; i < 50; ++i) {
        const std::string body = std::to_string(c * 1000 + i);
        client.Write("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                     body);
        if (BodyOf(client.ReadAnswer()) == body) ++right;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(right == 400);
}

TEST_CASE("A large answer arrives whole at a client that reads it late", "[unit][http]") {
  const std::string large(8u << 20, 'x');
  const auto server = StartServer([&](Request, Responder respond) { respond({200, {}, large}); });
  RawClient client(server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(BodyOf(client.ReadAnswer()) == large);
}

TEST_CASE("Shutdown lets a request in hand finish and closes idle connections", "[unit][http]") {
  std::promise<Responder> given;
  const auto server = StartServer([&](Request, Responder respond) { given.set_value(std::move(respond)); });
  RawClient idle(server->port());
  RawClient busy(server->port());
  busy.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  Responder respond = given.get_future().get();
  std::thread stopping([&] { server->Shutdown(absl::Seconds(10)); });
  CHECK(idle.ReadToEnd().empty());
  respond({200, {}, "finished"});
  const std::string answer = busy.ReadToEnd();
  CHECK(BodyOf(answer) == "finished");
  CHECK(answer.find("Connection: close") != std::string::npos);
  stopping.join();
  CHECK(server->connections() == 0);
  CHECK_FALSE(RawClient(server->port()).connected());
}

TEST_CASE("Shutdown waits no longer than its grace, and a late answer does no harm", "[unit][http]") {
  std::promise<Responder> given;
  auto server = StartServer([&](Request, Responder respond) { given.set_value(std::move(respond)); });
  RawClient client(server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  Responder respond = given.get_future().get();
  server->Shutdown(absl::Milliseconds(10));
  CHECK(client.ReadToEnd().empty());
  server.reset();
  respond({200, {}, "too late"});
}

TEST_CASE("A port in use and a bad address are told apart from each other", "[unit][http]") {
  const auto server = StartServer(Echo);
  ServerOptions options;
  options.listen = "127.0.0.1:" + std::to_string(server->port());
  const auto taken = Server::Start(options, Echo);
  CHECK(absl::IsFailedPrecondition(taken.status()));
  CHECK(MessageOf(taken.status()).find(options.listen) != std::string::npos);
  options.listen = "8000";
  CHECK(absl::IsInvalidArgument(Server::Start(options, Echo).status()));
}

}  // namespace
}  // namespace mib::http
