// What the server refuses, and with what.

#include <atomic>
#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"
#include "mib/http/server.h"
#include "raw_client.h"

namespace mib::http {
namespace {

/// A server with small limits, and how often its handler was asked.
struct Fixture {
  explicit Fixture(ServerOptions options = {}) {
    options.max_body_bytes = 1000;
    options.max_target_bytes = 200;
    options.max_header_bytes = 2000;
    auto started = Server::Start(options, [this](Request, Responder respond) {
      ++handled;
      respond({200, {}, "handled"});
    });
    if (!started.ok()) FAIL(ToString(started.status()));
    server = *std::move(started);
  }

  /// The status of the answer after which the server closed the connection.
  std::string Refusal(const std::string& request) {
    RawClient client(server->port());
    client.Write(request);
    const std::string answer = client.ReadToEnd();
    CHECK(answer.find("Connection: close") != std::string::npos);
    return StatusOf(answer);
  }

  std::atomic<int> handled{0};
  std::unique_ptr<Server> server;
};

TEST_CASE("A body above the limit is refused by its announced length", "[unit][http]") {
  Fixture f;
  CHECK(f.Refusal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n") == "413");
  CHECK(f.handled == 0);
}

TEST_CASE("A refusal reaches a client that is still sending", "[unit][http]") {
  Fixture f;
  CHECK(f.Refusal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + std::string(100000, 'x')) == "413");
}

TEST_CASE("A chunked body above the limit is refused when it gets there", "[unit][http]") {
  Fixture f;
  const std::string chunk = "190\r\n" + std::string(0x190, 'x') + "\r\n";
  CHECK(f.Refusal("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk) == "413");
  CHECK(f.handled == 0);
}

TEST_CASE("A chunk line without an end is refused before it fills the memory", "[unit][http]") {
  Fixture f;
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(f.Refusal(head + "1;" + std::string(100000, 'e')) == "431");
}

TEST_CASE("Long targets and long headers are refused with their own statuses", "[unit][http]") {
  Fixture f;
  CHECK(f.Refusal("GET /" + std::string(300, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n") == "414");
  CHECK(f.Refusal("GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n") == "414");
  CHECK(f.Refusal("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(3000, 'a') + "\r\n\r\n") == "431");
  CHECK(f.handled == 0);
}

TEST_CASE("Headers sent a line at a time meet the same limit", "[unit][http]") {
  Fixture f;
  RawClient client(f.server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n");
  const std::string line = "X-Filler: " + std::string(90, 'a') + "\r\n";
  for (int i = 0; i < 40 && client.Write(line); ++i) {
  }
  CHECK(StatusOf(client.ReadToEnd()) == "431");
}

TEST_CASE("Requests that two servers could read differently are refused", "[unit][http]") {
  Fixture f;
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  CHECK(f.Refusal(head + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd") == "400");
  CHECK(f.Refusal(head + "Content-Length: -1\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Content-Length: 0x4\r\n\r\nabcd") == "400");
  CHECK(f.Refusal(head + "Transfer-Encoding: xchunked\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == "400");
  CHECK(f.Refusal("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == "400");
  CHECK(f.Refusal(head + "Content-Length : 4\r\n\r\nabcd") == "400");
  CHECK(f.handled == 0);
}

TEST_CASE("Text that is no HTTP request is refused", "[unit][http]") {
  Fixture f;
  CHECK(f.Refusal("hello\r\n\r\n") == "400");
  CHECK(f.Refusal("GET / HTTP/1.1\nHost: h\n\n") == "505");  // A bare line feed belongs to the version.
  CHECK(f.Refusal("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == "505");
  CHECK(f.Refusal("GET / HTTP/1.1\r\nHost: h\r\nBad Name: 1\r\n\r\n") == "400");
  CHECK(f.Refusal(std::string("GET / HTTP/1.1\r\nHost: h\r\nX: a") + '\0' + "b\r\n\r\n") == "400");
  CHECK(f.Refusal("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n") == "400");
  CHECK(f.handled == 0);
}

TEST_CASE("HTTP/1.1 needs exactly one host", "[unit][http]") {
  Fixture f;
  CHECK(f.Refusal("GET / HTTP/1.1\r\n\r\n") == "400");
  CHECK(f.Refusal("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == "400");
}

TEST_CASE("Trailers cannot add headers to a request already judged", "[unit][http]") {
  std::string key = "unset";
  auto server = Server::Start({}, [&](Request request, Responder respond) {
    key = std::string(Find(request.headers, "x-api-key"));
    respond({200, {}, ""});
  });
  RawClient client((*server)->port());
  client.Write("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Api-Key: k\r\n\r\n");
  CHECK(StatusOf(client.ReadAnswer()) == "200");
  CHECK(key.empty());
}

TEST_CASE("A request that does not come to its end is answered 408", "[unit][http]") {
  ServerOptions options;
  options.read_timeout = absl::Milliseconds(80);
  Fixture f(options);
  CHECK(f.Refusal("GET / HTTP/1.1\r\nHo") == "408");
  CHECK(f.Refusal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nabc") == "408");
  CHECK(f.handled == 0);
}

TEST_CASE("An idle connection is closed without a word", "[unit][http]") {
  ServerOptions options;
  options.idle_timeout = absl::Milliseconds(80);
  Fixture f(options);
  RawClient client(f.server->port());
  client.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(BodyOf(client.ReadAnswer()) == "handled");
  CHECK(client.ReadToEnd().empty());
}

TEST_CASE("Connections above the limit are closed and those below go on", "[unit][http]") {
  ServerOptions options;
  options.max_connections = 1;
  Fixture f(options);
  RawClient first(f.server->port());
  first.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(BodyOf(first.ReadAnswer()) == "handled");
  RawClient second(f.server->port());
  CHECK(second.ReadToEnd().empty());
  first.Write("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(BodyOf(first.ReadAnswer()) == "handled");
}

TEST_CASE("Refusals come in the form the service gives them", "[unit][http]") {
  ServerOptions options;
  options.error_response = [](int status, std::string_view reason) {
    return Response{status, {{"Content-Type", "application/json"}}, "{\"reason\":\"" + std::string(reason) + "\"}"};
  };
  Fixture f(options);
  RawClient client(f.server->port());
  client.Write("nonsense\r\n\r\n");
  CHECK(BodyOf(client.ReadToEnd()) == "{\"reason\":\"Bad Request\"}");
}

}  // namespace
}  // namespace mib::http
