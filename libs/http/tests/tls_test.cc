// Encrypted connections reach only the server whose certificate proves its name.

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"
#include "mib/http/client.h"
#include "mib/http/websocket_client.h"
#include "tls_server.h"

namespace mib::http {
namespace {

std::string PlainAnswer(const std::string&) {
  return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
}

// The server's side of the upgrade (RFC 6455, 4.2.2), and one text message "hello".
std::string WebSocketAnswer(const std::string& head) {
  const std::string name = "Sec-WebSocket-Key: ";
  const size_t start = head.find(name) + name.size();
  const std::string key = head.substr(start, head.find("\r\n", start) - start) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), digest);
  unsigned char encoded[64];
  EVP_EncodeBlock(encoded, digest, SHA_DIGEST_LENGTH);
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(reinterpret_cast<const char*>(encoded)) + "\r\n\r\n\x81\x05hello";
}

absl::StatusOr<Response> Get(const std::string& url, const std::string& ca_file) {
  telemetry::Metrics metrics;
  ClientOptions options;
  options.ca_file = ca_file;
  Request request;
  request.target = url;
  return MakeClient(options, metrics)->Send(request, absl::Seconds(10));
}

absl::StatusOr<std::unique_ptr<WebSocketClient>> Connect(const std::string& url, const std::string& ca_file) {
  WebSocketOptions options;
  options.url = url;
  options.ca_file = ca_file;
  return WebSocketClient::Connect(options);
}

TEST_CASE("HTTPS reaches a server with a trusted certificate for its name", "[unit][http]") {
  TlsServer server(PlainAnswer);
  const auto answer = Get("https://localhost:" + std::to_string(server.port()) + "/", server.ca_file());
  INFO(ToString(answer.status()));
  REQUIRE(answer.ok());
  CHECK(answer->body == "ok");
}

TEST_CASE("HTTPS refuses an unknown authority and another name", "[unit][http]") {
  TlsServer server(PlainAnswer);
  TlsServer other(PlainAnswer);
  CHECK(absl::IsUnavailable(Get("https://localhost:" + std::to_string(server.port()) + "/", other.ca_file()).status()));
  CHECK(
      absl::IsUnavailable(Get("https://127.0.0.1:" + std::to_string(server.port()) + "/", server.ca_file()).status()));
}

TEST_CASE("A WebSocket over TLS reaches a server with a trusted certificate for its name", "[unit][http]") {
  TlsServer server(WebSocketAnswer);
  const auto client = Connect("wss://localhost:" + std::to_string(server.port()) + "/feed", server.ca_file());
  INFO(ToString(client.status()));
  REQUIRE(client.ok());
  CHECK((*client)->Read(absl::Seconds(10)).value() == "hello");
}

TEST_CASE("A WebSocket over TLS refuses an unknown authority and another name", "[unit][http]") {
  TlsServer server(WebSocketAnswer);
  TlsServer other(WebSocketAnswer);
  const std::string port = std::to_string(server.port());
  const auto unknown = Connect("wss://localhost:" + port + "/", other.ca_file());
  CHECK(absl::IsUnavailable(unknown.status()));
  CHECK(MessageOf(unknown.status()).find("TLS handshake") != std::string::npos);
  CHECK(absl::IsUnavailable(Connect("wss://127.0.0.1:" + port + "/", server.ca_file()).status()));
}

TEST_CASE("An unreadable authority file is an error of the caller", "[unit][http]") {
  CHECK(absl::IsInvalidArgument(Connect("wss://localhost:1/", "/nonexistent/ca.pem").status()));
}

}  // namespace
}  // namespace mib::http
