#include "sessions.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"

namespace mib::auth {
namespace {

template <typename T>
api::v1::ErrorCode CodeOf(const absl::StatusOr<T>& result) {
  return errors::DetailOf(result.status()).code();
}

}  // namespace

TEST_CASE("A login gives a token pair and keeps only the hash of the refresh token", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "manager");
  const auto pair = world.Login("ada");
  REQUIRE(pair.ok());
  CHECK(pair->token_type() == "bearer");
  CHECK(pair->expires_in() == 900);
  CHECK(pair->user().id() == ada.id);
  CHECK(pair->user().username() == "ada");
  CHECK(pair->user().role() == "manager");
  CHECK(pair->refresh_token().size() == 43);
  REQUIRE(world.session_store.entries.size() == 1);
  const Session& session = world.session_store.entries[0].session;
  CHECK(session.refresh_token_hash == HashOfSecret(pair->refresh_token()));
  CHECK(session.ip == "192.0.2.7");
  CHECK(session.user_agent == "curl/8");
  CHECK(session.expires_at == world.clock.Now() + absl::Hours(24 * 7));
}

TEST_CASE("A user logs in by name or address in any case", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("Ada", "viewer");
  CHECK(world.Login("aDA").ok());
  CHECK(world.Login("ADA@example.COM").ok());
}

TEST_CASE("A wrong password, an unknown name and an inactive account are answered alike", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  world.AddUser("bob", "viewer");
  world.users.users[1].is_active = false;
  const auto wrong = world.Login("ada", "wrong");
  const auto unknown = world.Login("nobody");
  const auto inactive = world.Login("bob");
  for (const auto* result : {&wrong, &unknown, &inactive}) {
    CHECK(CodeOf(*result) == api::v1::INVALID_CREDENTIALS);
    CHECK(MessageOf(result->status()) == MessageOf(wrong.status()));
  }
  CHECK(CodeOf(world.Login(std::string_view("ada\0", 4))) == api::v1::INVALID_CREDENTIALS);
}

TEST_CASE("An unknown name costs a password check like a known one", "[unit][auth]") {
  AuthWorld world;
  REQUIRE_FALSE(world.Login("nobody").ok());
  CHECK(world.metrics.Render().find("mib_auth_password_duration_seconds_count 1") != std::string::npos);
}

TEST_CASE("Five wrong passwords lock an account for a quarter of an hour, the right one too", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  for (int i = 0; i < 5; ++i)
    CHECK(CodeOf(world.Login(i % 2 == 0 ? "ada" : "ada@example.com", "wrong")) == api::v1::INVALID_CREDENTIALS);
  const auto locked = world.Login("ada");
  CHECK(CodeOf(locked) == api::v1::ACCOUNT_LOCKED);
  CHECK(errors::DetailOf(locked.status()).details().at("retry_after_s") == "900");
  world.clock.Advance(absl::Minutes(14) + absl::Milliseconds(59'500));
  CHECK(errors::DetailOf(world.Login("ada").status()).details().at("retry_after_s") == "1");
  world.clock.Advance(absl::Milliseconds(500));
  CHECK(world.Login("ada").ok());
}

TEST_CASE("A name without an account is locked like any other, so that a lock tells nothing", "[unit][auth]") {
  AuthWorld world;
  for (int i = 0; i < 5; ++i) CHECK(CodeOf(world.Login("nobody")) == api::v1::INVALID_CREDENTIALS);
  CHECK(CodeOf(world.Login("NOBODY")) == api::v1::ACCOUNT_LOCKED);
}

TEST_CASE("A success forgets the wrong passwords before it", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(CodeOf(world.Login("ada", "wrong")) == api::v1::INVALID_CREDENTIALS);
    CHECK(world.Login("ada").ok());
  }
}

TEST_CASE("A password hashed at another cost is hashed anew at a login", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  const std::string old_hash = *security::HashPassword(kPassword, {.passes = 2, .memory_kib = 16});
  world.users.users[0].password_hash = old_hash;
  REQUIRE(world.Login("ada").ok());
  CHECK(world.users.users[0].password_hash != old_hash);
  CHECK(security::VerifyPassword(world.users.users[0].password_hash, kPassword));
  CHECK_FALSE(security::NeedsRehash(world.users.users[0].password_hash, kCheap));
}

TEST_CASE("A refresh token is exchanged for a new pair of the same session", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  const v1::TokenPair first = *world.Login("ada");
  const auto second = world.Refresh(first.refresh_token());
  REQUIRE(second.ok());
  CHECK(second->refresh_token() != first.refresh_token());
  CHECK(second->access_token() != first.access_token());
  CHECK(world.session_store.entries.size() == 1);
  CHECK(world.Refresh(second->refresh_token()).ok());
}

TEST_CASE("A refresh token used twice ends the session for both users of it", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  const v1::TokenPair stolen = *world.Login("ada");
  const v1::TokenPair thiefs = *world.Refresh(stolen.refresh_token());
  CHECK(CodeOf(world.Refresh(stolen.refresh_token())) == api::v1::TOKEN_REVOKED);
  CHECK(CodeOf(world.Refresh(thiefs.refresh_token())) == api::v1::UNAUTHENTICATED);
}

TEST_CASE("A refresh token ends with its session, seven days after the login however often it was exchanged",
          "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  v1::TokenPair pair = *world.Login("ada");
  world.clock.Advance(absl::Hours(24 * 7) - absl::Seconds(1));
  pair = *world.Refresh(pair.refresh_token());
  world.clock.Advance(absl::Seconds(1));
  CHECK(CodeOf(world.Refresh(pair.refresh_token())) == api::v1::UNAUTHENTICATED);
}

TEST_CASE("A refresh shows the roles the user has by then, and fails for an account that is gone", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  v1::TokenPair pair = *world.Login("ada");
  world.users.users[0].roles = {"admin"};
  pair = *world.Refresh(pair.refresh_token());
  CHECK(pair.user().role() == "admin");
  world.users.users[0].is_active = false;
  CHECK(CodeOf(world.Refresh(pair.refresh_token())) == api::v1::UNAUTHENTICATED);
  world.users.users[0].is_active = true;
  CHECK_FALSE(world.Refresh(pair.refresh_token()).ok());
}

TEST_CASE("Text that is no refresh token is refused, an access token too", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  const v1::TokenPair pair = *world.Login("ada");
  for (const std::string& text : {std::string(), std::string("x"), pair.access_token(), pair.refresh_token() + "x"}) {
    CHECK(CodeOf(world.Refresh(text)) == api::v1::UNAUTHENTICATED);
  }
  CHECK(world.Refresh(pair.refresh_token()).ok());
}

TEST_CASE("A logout ends the session, by an old token too, and never fails", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  const v1::TokenPair first = *world.Login("ada");
  const v1::TokenPair second = *world.Refresh(first.refresh_token());
  v1::LogoutRequest request;
  request.set_refresh_token("unknown");
  CHECK(world.sessions.Logout({}, request).ok());
  request.set_refresh_token(first.refresh_token());
  CHECK(world.sessions.Logout({}, request).ok());
  CHECK_FALSE(world.Refresh(second.refresh_token()).ok());
}

TEST_CASE("A login while the database is away is an outage, not a wrong password", "[unit][auth]") {
  AuthWorld world;
  world.AddUser("ada", "viewer");
  world.users.outage = absl::UnavailableError("away");
  CHECK(world.Login("ada").status().code() == absl::StatusCode::kUnavailable);
}

}  // namespace mib::auth
