#include "postgres_stores.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <future>

#include "mib/base/ids.h"
#include "postgres_fixture.h"

namespace mib::auth {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000) + absl::Microseconds(123'456);

User MakeUser(std::string_view name) {
  return User{.id = NewUuid(),
              .username = std::string(name),
              .email = std::string(name) + "@example.com",
              .password_hash = "$argon2id$x",
              .full_name = "Ada \"the\" O'Neil \xc3\xa4",
              .roles = {"manager", "viewer"},
              .is_active = true,
              .created_at = kNow};
}

Session MakeSession(const User& user, std::string_view hash) {
  return Session{.id = NewUuid(),
                 .user_id = user.id,
                 .refresh_token_hash = std::string(hash),
                 .ip = "192.0.2.7",
                 .user_agent = "curl",
                 .created_at = kNow,
                 .expires_at = kNow + absl::Hours(1)};
}

ApiKey MakeKey(const User& user, std::string_view hash) {
  return ApiKey{.id = NewUuid(),
                .user_id = user.id,
                .name = "notebook",
                .hash = std::string(hash),
                .prefix = "mib_12345678",
                .permissions = {"read_data"},
                .created_at = kNow,
                .expires_at = kNow + absl::Hours(1),
                .last_used_at = {}};
}

const std::string kHash1("\x00\x01\xff'\\hash one", 14);
const std::string kHash2("\x00\x02 hash two", 11);
const std::string kHash3("\x00\x03 hash three", 13);

}  // namespace

TEST_CASE("A user comes back from the database as stored, by id, name and address", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  CHECK(*users.IsEmpty());
  const User ada = MakeUser("Ada");
  REQUIRE(users.Insert(ada).ok());
  CHECK_FALSE(*users.IsEmpty());
  for (const auto& found : {users.FindById(ada.id), users.FindByName("aDA"), users.FindByName("ADA@Example.com")}) {
    REQUIRE(found.ok());
    REQUIRE(found->has_value());
    const User& user = **found;
    CHECK(user.id == ada.id);
    CHECK(user.username == ada.username);
    CHECK(user.email == ada.email);
    CHECK(user.full_name == ada.full_name);
    CHECK(user.roles == ada.roles);
    CHECK(user.is_active);
    CHECK(user.created_at == ada.created_at);
  }
  CHECK_FALSE(users.FindByName("' OR 1=1 --")->has_value());
  CHECK_FALSE(users.FindById("not a uuid")->has_value());
  CHECK_FALSE(users.FindById(NewUuid())->has_value());
}

TEST_CASE("Names and addresses are unique whatever their case", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  REQUIRE(users.Insert(MakeUser("Ada")).ok());
  CHECK(users.Insert(MakeUser("aDA")).code() == absl::StatusCode::kAlreadyExists);
  User other = MakeUser("bob");
  other.email = "ADA@example.com";
  CHECK(users.Insert(other).code() == absl::StatusCode::kAlreadyExists);
}

TEST_CASE("Of many first users at once one is stored", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  std::vector<std::future<bool>> results;
  for (int i = 0; i < 6; ++i) {
    results.push_back(std::async(std::launch::async,
                                 [&users, i] { return *users.InsertFirst(MakeUser("admin" + std::to_string(i))); }));
  }
  CHECK(std::count_if(results.begin(), results.end(), [](std::future<bool>& result) { return result.get(); }) == 1);
  CHECK(users.List(10, 0)->size() == 1);
}

TEST_CASE("Users are listed oldest first and a new hash is kept", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  for (int i = 0; i < 3; ++i) {
    User user = MakeUser("user" + std::to_string(i));
    user.created_at = kNow - absl::Hours(i);
    REQUIRE(users.Insert(user).ok());
  }
  const std::vector<User> page = *users.List(2, 1);
  REQUIRE(page.size() == 2);
  CHECK(page[0].username == "user1");
  CHECK(page[1].username == "user0");
  REQUIRE(users.SetPasswordHash(page[0].id, "$argon2id$y", kNow).ok());
  CHECK((*users.FindById(page[0].id))->password_hash == "$argon2id$y");
}

TEST_CASE("Five attempts go on and the sixth is locked, also when all come at once", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresLoginAttemptStore attempts(postgres.pool(), LockoutPolicy{});
  std::vector<std::future<bool>> results;
  for (int i = 0; i < 20; ++i) {
    results.push_back(
        std::async(std::launch::async, [&attempts] { return !attempts.Begin("ada", kNow)->has_value(); }));
  }
  CHECK(std::count_if(results.begin(), results.end(), [](std::future<bool>& result) { return result.get(); }) == 5);
  CHECK(*attempts.Begin("ada", kNow) == kNow + absl::Minutes(15));
  CHECK_FALSE(attempts.Begin("bob", kNow)->has_value());
}

TEST_CASE("A lock ends after its time and the count begins anew", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresLoginAttemptStore attempts(postgres.pool(), LockoutPolicy{});
  for (int i = 0; i < 5; ++i) REQUIRE_FALSE(attempts.Begin("ada", kNow)->has_value());
  const absl::Time later = kNow + absl::Minutes(15);
  CHECK(attempts.Begin("ada", later - absl::Seconds(1))->has_value());
  for (int i = 0; i < 5; ++i) CHECK_FALSE(attempts.Begin("ada", later)->has_value());
  CHECK(attempts.Begin("ada", later)->has_value());
  REQUIRE(attempts.Clear("ada").ok());
  CHECK_FALSE(attempts.Begin("ada", later)->has_value());
}

TEST_CASE("Attempts long ago do not count, and are forgotten after a day", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresLoginAttemptStore attempts(postgres.pool(), LockoutPolicy{});
  for (int i = 0; i < 4; ++i) REQUIRE_FALSE(attempts.Begin("ada", kNow)->has_value());
  const absl::Time later = kNow + absl::Minutes(16);
  for (int i = 0; i < 5; ++i) CHECK_FALSE(attempts.Begin("ada", later)->has_value());
  CHECK(attempts.Begin("ada", later)->has_value());
  REQUIRE_FALSE(attempts.Begin("bob", later + absl::Hours(48))->has_value());
  const auto connection = *postgres.pool().Acquire();
  CHECK(connection->Query("SELECT subject FROM login_attempts")->size() == 1);
}

TEST_CASE("A refresh token is exchanged once; the second time ends the session", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  PostgresSessionStore sessions(postgres.pool());
  const User ada = MakeUser("ada");
  REQUIRE(users.Insert(ada).ok());
  const Session session = MakeSession(ada, kHash1);
  REQUIRE(sessions.Insert(session).ok());
  const Rotation rotated = *sessions.Rotate(kHash1, kHash2, kNow);
  CHECK(rotated.outcome == Rotation::Outcome::kRotated);
  CHECK(rotated.session_id == session.id);
  CHECK(rotated.user_id == ada.id);
  CHECK(sessions.Rotate(kHash1, kHash3, kNow)->outcome == Rotation::Outcome::kReused);
  CHECK(sessions.Rotate(kHash2, kHash3, kNow)->outcome == Rotation::Outcome::kUnknown);
  CHECK(sessions.Rotate("nothing", kHash3, kNow)->outcome == Rotation::Outcome::kUnknown);
}

TEST_CASE("Of many exchanges of one token at once one succeeds", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  PostgresSessionStore sessions(postgres.pool());
  const User ada = MakeUser("ada");
  REQUIRE(users.Insert(ada).ok());
  REQUIRE(sessions.Insert(MakeSession(ada, kHash1)).ok());
  std::vector<std::future<Rotation::Outcome>> results;
  for (int i = 0; i < 6; ++i) {
    results.push_back(std::async(std::launch::async, [&sessions, i] {
      return sessions.Rotate(kHash1, "new " + std::to_string(i), kNow)->outcome;
    }));
  }
  int rotated = 0, reused = 0;
  for (auto& result : results) {
    const Rotation::Outcome outcome = result.get();
    rotated += outcome == Rotation::Outcome::kRotated;
    reused += outcome == Rotation::Outcome::kReused;
  }
  CHECK(rotated == 1);
  CHECK(reused == 5);
}

TEST_CASE("A session ends by revocation with any of its tokens, or by time", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  PostgresSessionStore sessions(postgres.pool());
  const User ada = MakeUser("ada");
  REQUIRE(users.Insert(ada).ok());
  REQUIRE(sessions.Insert(MakeSession(ada, kHash1)).ok());
  REQUIRE(sessions.Rotate(kHash1, kHash2, kNow).ok());
  REQUIRE(sessions.Revoke(kHash1, kNow).ok());
  CHECK(sessions.Rotate(kHash2, kHash3, kNow)->outcome == Rotation::Outcome::kUnknown);
  CHECK(sessions.Revoke("nothing", kNow).ok());

  REQUIRE(sessions.Insert(MakeSession(ada, kHash3)).ok());
  CHECK(sessions.Rotate(kHash3, "next", kNow + absl::Hours(1))->outcome == Rotation::Outcome::kUnknown);
}

TEST_CASE("A new session removes the user's expired ones", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  PostgresSessionStore sessions(postgres.pool());
  const User ada = MakeUser("ada");
  REQUIRE(users.Insert(ada).ok());
  REQUIRE(sessions.Insert(MakeSession(ada, kHash1)).ok());
  Session later = MakeSession(ada, kHash2);
  later.created_at = kNow + absl::Hours(2);
  later.expires_at = kNow + absl::Hours(3);
  REQUIRE(sessions.Insert(later).ok());
  const auto connection = *postgres.pool().Acquire();
  const auto rows = connection->Query("SELECT session_id::text FROM user_sessions");
  REQUIRE(rows->size() == 1);
  CHECK(rows->Text(0, 0) == later.id);
}

TEST_CASE("An API key is found by its hash until it expires or is revoked", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresUserStore users(postgres.pool());
  PostgresApiKeyStore keys(postgres.pool());
  const User ada = MakeUser("ada");
  REQUIRE(users.Insert(ada).ok());
  const ApiKey key = MakeKey(ada, kHash1);
  REQUIRE(keys.Insert(key).ok());
  const ApiKey found = **keys.FindByHash(kHash1, kNow);
  CHECK(found.id == key.id);
  CHECK(found.hash == kHash1);
  CHECK(found.permissions == key.permissions);
  CHECK(found.expires_at == key.expires_at);
  CHECK_FALSE(found.last_used_at.has_value());
  CHECK_FALSE(keys.FindByHash(kHash1, kNow + absl::Hours(1))->has_value());

  REQUIRE(keys.SetLastUsed(key.id, kNow).ok());
  CHECK((*keys.FindByHash(kHash1, kNow))->last_used_at == kNow);
  CHECK(keys.ListOf(ada.id)->size() == 1);

  CHECK_FALSE(*keys.Revoke(key.id, NewUuid(), kNow));
  CHECK_FALSE(*keys.Revoke("not a uuid", "", kNow));
  CHECK(*keys.Revoke(key.id, ada.id, kNow));
  CHECK(*keys.Revoke(key.id, "", kNow));
  CHECK_FALSE(keys.FindByHash(kHash1, kNow)->has_value());
  CHECK(keys.ListOf(ada.id)->empty());
}

TEST_CASE("Of many first signing keys at once one is stored", "[integration][auth]") {
  PostgresFixture postgres;
  PostgresSigningKeyStore keys(postgres.pool());
  std::vector<std::future<absl::Status>> results;
  for (int i = 0; i < 6; ++i) {
    results.push_back(std::async(std::launch::async, [&keys, i] {
      return keys.InsertFirst({.id = "key" + std::to_string(i), .sealed_private_key = kHash1, .created_at = kNow});
    }));
  }
  for (auto& result : results) CHECK(result.get().ok());
  const std::vector<SealedKey> stored = *keys.List();
  REQUIRE(stored.size() == 1);
  CHECK(stored[0].sealed_private_key == kHash1);
  CHECK(stored[0].created_at == kNow);
}

}  // namespace mib::auth
