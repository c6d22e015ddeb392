#include "mib/base/redact.h"

#include <catch2/catch_test_macros.hpp>

namespace mib {
namespace {

TEST_CASE("Names that end in a secret word are secret", "[unit][redact]") {
  for (const char* name : {"password", "new_password", "X-API-Key", "apiKey", "refresh_token", "accessToken",
                           "Authorization", "client-secret", "Set-Cookie", "private_key"}) {
    CAPTURE(name);
    CHECK(IsSecretName(name));
  }
  for (const char* name : {"symbol", "token_type", "password_file", "key", "secretary", ""}) {
    CAPTURE(name);
    CHECK_FALSE(IsSecretName(name));
  }
}

TEST_CASE("Bearer tokens and API keys are taken out", "[unit][redact]") {
  CHECK(Redact("sent bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln to auth") == "sent bearer *** to auth");
  const std::string key = "mib_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";
  CHECK(Redact("key " + key + " refused") == "key mib_*** refused");
}

TEST_CASE("An Authorization header is taken out to the end of its line", "[unit][redact]") {
  CHECK(Redact("Authorization: Basic dXNlcjpwYXNz\r\nHost: x") == "Authorization: ***\r\nHost: x");
}

TEST_CASE("Values of secret parameters are taken out, the rest stays", "[unit][redact]") {
  CHECK(Redact("GET /query?apikey=DEMO123&symbol=IBM failed") == "GET /query?apikey=***&symbol=IBM failed");
  CHECK(Redact("https://h/x?symbol=A&api_key=k.k-k_k#f") == "https://h/x?symbol=A&api_key=***");
  CHECK(Redact("?access_token=abc&x=1") == "?access_token=***&x=1");
  CHECK(Redact("host=db password=hunter2 user=auth") == "host=db password=*** user=auth");
  CHECK(Redact("password='two words' user=x") == "password='***' user=x");
  CHECK(Redact(R"({"api_key":"abc","n":1})") == R"({"api_key":"***","n":1})");
  CHECK(Redact(R"({"token": "abc"})") == R"({"token": "***"})");
  CHECK(Redact("timestamp=1&signature=c8db56825ae71d6d79447849e617115f") == "timestamp=1&signature=***");
}

TEST_CASE("Passwords in URLs are taken out", "[unit][redact]") {
  CHECK(Redact("redis://user:p@ss@127.0.0.1:6379/0") == "redis://user:***@127.0.0.1:6379/0");
  CHECK(Redact("https://example.com:8443/a@b") == "https://example.com:8443/a@b");
}

TEST_CASE("Prose, metric names and empty values are left alone", "[unit][redact]") {
  for (const char* text :
       {"", "unexpected token: }", "the bearer is unknown", "mib_core_engine_bars_published_to_kafka_total",
        "password must not be empty", "password=", "no api key was given"}) {
    CHECK(Redact(text) == text);
  }
}

}  // namespace
}  // namespace mib
