#include "tokens.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"

namespace mib::auth {

TEST_CASE("An API key is mib_ and 43 characters, and only its hash is kept", "[unit][auth]") {
  const Secret key = NewApiKey();
  CHECK(key.text.starts_with("mib_"));
  CHECK(key.text.size() == 47);
  CHECK(key.hash.size() == 32);
  CHECK(key.hash == HashOfSecret(key.text));
  CHECK(NewApiKey().text != key.text);
}

TEST_CASE("What cannot be an API key is told apart without a look-up", "[unit][auth]") {
  const std::string key = NewApiKey().text;
  CHECK(LooksLikeApiKey(key));
  for (const std::string& other : {std::string(), std::string("mib_"), key + "A", key.substr(1),
                                   "mib_" + std::string(43, '!'), "MIB_" + key.substr(4), key.substr(0, 46)}) {
    CHECK_FALSE(LooksLikeApiKey(other));
  }
}

TEST_CASE("An access token carries who the user is and what the roles allow", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "analyst");
  const std::string token = *world.tokens.Make(ada, "session-1", world.clock.Now());
  const auto verifier = *security::Verifier::Make(world.keys.public_keys(), {.issuer = "mib", .audience = "api"});
  const auto claims = verifier->Verify(token, world.clock.Now());
  REQUIRE(claims.ok());
  CHECK(claims->subject == ada.id);
  CHECK(claims->username == "ada");
  CHECK(claims->roles == std::vector<std::string>{"analyst"});
  CHECK(claims->permissions ==
        std::vector<std::string>{"read_data", "access_market_data", "access_news_data", "export_data"});
  CHECK(claims->session_id == "session-1");
  CHECK(claims->expires_at == world.clock.Now() + absl::Minutes(15));
}

}  // namespace mib::auth
