#include "mib/http/client.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

#include "listener.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"
#include "mib/http/server.h"

namespace mib::http {
namespace {

/// A server of ours, a client, and what the client counted.
struct Fixture {
  explicit Fixture(ClientOptions options = {}) : client(MakeClient(options, metrics)) {
    auto started =
        Server::Start({}, [this](Request request, Responder respond) { Serve(std::move(request), respond); });
    if (!started.ok()) FAIL(ToString(started.status()));
    server = *std::move(started);
  }

  void Serve(Request request, const Responder& respond) {
    if (request.target == "/silent") {
      held = respond;
    } else if (request.target == "/long") {
      respond({200, {}, std::string(5000, 'x')});
    } else if (request.target == "/moved") {
      respond({302, {{"Location", "/target"}}, ""});
    } else if (request.target == "/moved-to-file") {
      respond({302, {{"Location", "file:///etc/passwd"}}, ""});
    } else if (request.target == "/broken") {
      respond({503, {{"Retry-After", "7"}}, "away"});
    } else {
      respond({200,
               {{"X-Echo", request.method + " " + request.target},
                {"X-Trace", std::string(Find(request.headers, "traceparent"))}},
               request.body});
    }
  }

  std::string Url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(server->port()) + path; }
  absl::StatusOr<Response> Get(const std::string& url, absl::Duration timeout = absl::Seconds(10)) {
    Request request;
    request.target = url;
    return client->Send(request, timeout);
  }
  double Counted(const std::string& result) {
    return metrics
        .Counter("mib_http_client_requests_total", "Calls to outside HTTP servers by how they ended.",
                 {{"result", result}})
        .Value();
  }

  telemetry::Metrics metrics;
  Responder held;
  std::unique_ptr<Server> server;
  std::unique_ptr<Client> client;
};

TEST_CASE("A call gives status, headers and body", "[unit][http]") {
  Fixture f;
  const auto answer =
      f.client->Send({"POST", f.Url("/a?b=1"), {{"Content-Type", "text/plain"}}, "body", ""}, absl::Seconds(10));
  REQUIRE(answer.ok());
  CHECK(answer->status == 200);
  CHECK(Find(answer->headers, "x-echo") == "POST /a?b=1");
  CHECK(answer->body == "body");
  CHECK(f.Counted("answered") == 1);
}

TEST_CASE("Every method goes out as it is named", "[unit][http]") {
  Fixture f;
  for (const char* method : {"GET", "PUT", "PATCH", "DELETE", "HEAD"}) {
    const auto answer = f.client->Send({method, f.Url("/m"), {}, "", ""}, absl::Seconds(10));
    REQUIRE(answer.ok());
    CHECK(Find(answer->headers, "X-Echo") == std::string(method) + " /m");
  }
}

TEST_CASE("An error status is an answer", "[unit][http]") {
  Fixture f;
  const auto answer = f.Get(f.Url("/broken"));
  REQUIRE(answer.ok());
  CHECK(answer->status == 503);
  CHECK(Find(answer->headers, "Retry-After") == "7");
  CHECK(f.Counted("server_error") == 1);
}

TEST_CASE("Calls one after another share a connection", "[unit][http]") {
  Fixture f;
  for (int i = 0; i < 5; ++i) REQUIRE(f.Get(f.Url("/x")).ok());
  CHECK(f.server->connections() == 1);
}

TEST_CASE("Many threads may call at once", "[unit][http]") {
  Fixture f;
  std::atomic<int> right{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        const std::string path = "/" + std::to_string(t) + "/" + std::to_string(i);
        const auto answer = f.Get(f.Url(path));
        if (answer.ok() && Find(answer->headers, "X-Echo") == "GET " + path) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 120);
}

TEST_CASE("A silent server costs no more than the timeout", "[unit][http]") {
  Fixture f;
  CHECK(absl::IsDeadlineExceeded(f.Get(f.Url("/silent"), absl::Milliseconds(50)).status()));
  CHECK(absl::IsDeadlineExceeded(f.Get(f.Url("/x"), absl::ZeroDuration()).status()));
  CHECK(f.Counted("deadline_exceeded") == 2);
}

TEST_CASE("A refused and a reset connection are unavailable", "[unit][http]") {
  Fixture f;
  Listener listener;
  const std::string url = "http://127.0.0.1:" + std::to_string(listener.port()) + "/?apikey=secret";
  std::thread resetting([&] { Reset(listener.Accept()); });
  const auto reset = f.Get(url);
  resetting.join();
  CHECK(absl::IsUnavailable(reset.status()));
  listener.Close();
  const auto refused = f.Get(url);
  CHECK(absl::IsUnavailable(refused.status()));
  CHECK(MessageOf(refused.status()).find("secret") == std::string::npos);
  CHECK(f.Counted("unavailable") == 2);
}

TEST_CASE("An answer that ends before its length is unavailable", "[unit][http]") {
  Fixture f;
  Listener listener;
  std::thread cutting([&] {
    const int connection = listener.Accept();
    char request[1024];
    CHECK(recv(connection, request, sizeof(request), 0) > 0);
    CHECK(SendAll(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"));
    close(connection);
  });
  const auto answer = f.Get("http://127.0.0.1:" + std::to_string(listener.port()) + "/");
  cutting.join();
  CHECK(absl::IsUnavailable(answer.status()));
}

TEST_CASE("A body above the limit is not taken in", "[unit][http]") {
  ClientOptions options;
  options.max_body_bytes = 4999;
  Fixture f(options);
  CHECK(absl::IsResourceExhausted(f.Get(f.Url("/long")).status()));
  CHECK(f.Counted("too_long") == 1);
  CHECK(f.Get(f.Url("/x")).ok());
}

TEST_CASE("Text that is no URL, other protocols and split headers are invalid", "[unit][http]") {
  Fixture f;
  for (const char* url :
       {"", "http://", "file:///etc/passwd", "gopher://127.0.0.1/", "http://a b/", "http://h/\r\nX: 1"}) {
    INFO(url);
    CHECK(absl::IsInvalidArgument(f.Get(url).status()));
  }
  const auto split = f.client->Send({"GET", f.Url("/"), {{"X-A", "1\r\nX-B: 2"}}, "", ""}, absl::Seconds(1));
  CHECK(absl::IsInvalidArgument(split.status()));
}

TEST_CASE("Addresses that lead inside are refused whatever names them", "[unit][http]") {
  ClientOptions options;
  options.allow_private_addresses = false;
  Fixture f(options);
  const std::string port = std::to_string(f.server->port());
  for (const std::string host :
       {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"}) {
    INFO(host);
    const auto answer = f.Get("http://" + host + ":" + port + "/");
    CHECK(absl::IsInvalidArgument(answer.status()));
    CHECK(MessageOf(answer.status()).find("not a public address") != std::string::npos);
  }
  CHECK(f.server->connections() == 0);
}

TEST_CASE("Redirects are followed only where wanted, and never out of HTTP", "[unit][http]") {
  Fixture staying;
  CHECK(staying.Get(staying.Url("/moved"))->status == 302);
  ClientOptions options;
  options.follow_redirects = true;
  Fixture following(options);
  const auto moved = following.Get(following.Url("/moved"));
  REQUIRE(moved.ok());
  CHECK(Find(moved->headers, "X-Echo") == "GET /target");
  CHECK(Find(moved->headers, "Location").empty());
  CHECK(absl::IsInvalidArgument(following.Get(following.Url("/moved-to-file")).status()));
}

TEST_CASE("A call carries the trace it belongs to", "[unit][http]") {
  Fixture f;
  const auto context = TraceContext::FromTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  REQUIRE(context);
  const ScopedTrace scope(*context);
  CHECK(Find(f.Get(f.Url("/x"))->headers, "X-Trace") == context->ToTraceparent());
}

}  // namespace
}  // namespace mib::http
