#include "url.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::http {
namespace {

TEST_CASE("A URL comes apart into what a connection needs", "[unit][http]") {
  const auto url = ParseUrl("wss://feed.example:8443/ws?x=1#f");
  REQUIRE(url);
  CHECK(url->scheme == "wss");
  CHECK(url->host == "feed.example");
  CHECK(url->port == 8443);
  CHECK(url->target == "/ws?x=1");
  CHECK(url->HostHeader() == "feed.example:8443");
}

TEST_CASE("Ports and paths left out have their usual values", "[unit][http]") {
  CHECK(ParseUrl("ws://h")->port == 80);
  CHECK(ParseUrl("https://h")->port == 443);
  CHECK(ParseUrl("ws://h")->target == "/");
  CHECK(ParseUrl("ws://h?q")->target == "/?q");
  CHECK(ParseUrl("wss://h:443")->HostHeader() == "h");
}

TEST_CASE("IPv6 addresses are written in brackets", "[unit][http]") {
  const auto url = ParseUrl("ws://[::1]:9000/x");
  REQUIRE(url);
  CHECK(url->host == "::1");
  CHECK(url->port == 9000);
  CHECK(url->HostHeader() == "[::1]:9000");
  CHECK(ParseUrl("ws://[::1]/x")->port == 80);
}

TEST_CASE("Text that is no usable URL is refused", "[unit][http]") {
  for (const char* text : {"", "host", "ftp://h/", "ws://", "ws://:80", "ws://h:port", "ws://h:70000", "ws://user@h/",
                           "ws://h/a b", "ws://h/\r\nX: 1", "ws://::1/"}) {
    INFO(text);
    CHECK_FALSE(ParseUrl(text));
  }
}

TEST_CASE("Host and port are both needed to listen", "[unit][http]") {
  CHECK(ParseHostPort("127.0.0.1:0")->port == 0);
  CHECK(ParseHostPort("[::]:8000")->host == "::");
  CHECK_FALSE(ParseHostPort("8000"));
  CHECK_FALSE(ParseHostPort(":8000"));
  CHECK_FALSE(ParseHostPort("host:"));
}

}  // namespace
}  // namespace mib::http
