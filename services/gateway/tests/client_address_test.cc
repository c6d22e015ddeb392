#include "client_address.h"

#include <catch2/catch_test_macros.hpp>

#include "web_headers.h"

namespace mib::gateway {
namespace {

std::string Client(const std::vector<std::string>& trusted, const std::string& remote,
                   const std::vector<std::string>& forwarded) {
  const auto addresses = ClientAddresses::Make(trusted);
  REQUIRE(addresses.ok());
  http::Headers headers;
  for (const std::string& value : forwarded) headers.emplace("X-Forwarded-For", value);
  return addresses->Of(remote, headers);
}

TEST_CASE("Without a trusted proxy X-Forwarded-For means nothing", "[unit]") {
  CHECK(Client({}, "203.0.113.9", {"1.2.3.4"}) == "203.0.113.9");
  CHECK(Client({"10.0.0.0/8"}, "203.0.113.9", {"1.2.3.4"}) == "203.0.113.9");
}

TEST_CASE("A trusted proxy tells the client", "[unit]") {
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {"198.51.100.7"}) == "198.51.100.7");
  CHECK(Client({"::1"}, "::1", {"2001:db8::7"}) == "2001:db8::7");
}

TEST_CASE("What stands left of the first foreign address may be made up", "[unit]") {
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {"1.1.1.1, 198.51.100.7 , 10.9.9.9"}) == "198.51.100.7");
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {"1.1.1.1", "198.51.100.7, 10.9.9.9"}) == "198.51.100.7");
}

TEST_CASE("An entry that is no address ends the search", "[unit]") {
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {"198.51.100.7, unknown"}) == "10.1.2.3");
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {""}) == "10.1.2.3");
  CHECK(Client({"10.0.0.0/8"}, "10.1.2.3", {",,,"}) == "10.1.2.3");
}

TEST_CASE("A network ends where its length says", "[unit]") {
  CHECK(Client({"192.168.4.0/23"}, "192.168.5.255", {"1.2.3.4"}) == "1.2.3.4");
  CHECK(Client({"192.168.4.0/23"}, "192.168.6.0", {"1.2.3.4"}) == "192.168.6.0");
  CHECK(Client({"0.0.0.0/0"}, "203.0.113.9", {"1.2.3.4"}) == "1.2.3.4");
}

TEST_CASE("A trusted proxy that is no address or network fails the start", "[unit]") {
  for (const char* text :
       {"", "proxy", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129", "10.0.0/8"}) {
    CAPTURE(text);
    CHECK(ClientAddresses::Make({text}).status().code() == absl::StatusCode::kInvalidArgument);
  }
}

TEST_CASE("An IPv6 client is counted by its /64, an IPv4 one by itself", "[unit]") {
  CHECK(LimitKeyOf("2001:db8:1:2::1") == LimitKeyOf("2001:db8:1:2:ffff::9"));
  CHECK(LimitKeyOf("2001:db8:1:2::1") != LimitKeyOf("2001:db8:1:3::1"));
  CHECK(LimitKeyOf("1.2.3.4") != LimitKeyOf("1.2.3.5"));
  CHECK(LimitKeyOf("::ffff:1.2.3.4") == LimitKeyOf("1.2.3.4"));
}

TEST_CASE("A request id is taken over only where it is safe to echo", "[unit]") {
  const auto id = [](const std::string& value) { return std::string(RequestIdOf({{"X-Request-ID", value}})); };
  CHECK(id("req_01HM4V7Z.a-b") == "req_01HM4V7Z.a-b");
  CHECK(id("").empty());
  CHECK(id("a b").empty());
  CHECK(id("a\r\nSet-Cookie: x").empty());
  CHECK(id("<script>").empty());
  CHECK(id(std::string(129, 'a')).empty());
  CHECK(RequestIdOf({{"x-correlation-id", "abc"}}) == "abc");
}

http::Request Browser(const std::string& method, const std::string& origin) {
  return {.method = method,
          .target = "/",
          .headers = {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}},
          .body = {},
          .remote_ip = {}};
}

TEST_CASE("A preflight is answered for the origins allowed and for no other", "[unit]") {
  const Cors cors({"https://app.example.com"});
  const http::Request request = Browser("OPTIONS", "https://app.example.com");
  CHECK(Cors::IsPreflight(request));
  const http::Response response = cors.Preflight(request, {"GET", "POST"});
  CHECK(response.status == 204);
  CHECK(http::Find(response.headers, "access-control-allow-methods") == "GET, POST");
  CHECK(cors.Preflight(Browser("OPTIONS", "https://app.example.com.evil.org"), {"GET"}).headers.empty());
  CHECK(cors.Preflight(Browser("OPTIONS", "null"), {"GET"}).headers.empty());
}

TEST_CASE("An answer names the origin it is for, never credentials", "[unit]") {
  http::Headers headers;
  Cors({"https://a.example", "*"}).AddHeaders(Browser("GET", "https://b.example"), &headers);
  CHECK(http::Find(headers, "access-control-allow-origin") == "https://b.example");
  CHECK(http::Find(headers, "vary") == "Origin");
  CHECK_FALSE(headers.contains("access-control-allow-credentials"));
  http::Headers none;
  Cors({}).AddHeaders(Browser("GET", "https://b.example"), &none);
  CHECK(none.empty());
}

}  // namespace
}  // namespace mib::gateway
