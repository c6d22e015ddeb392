#include "api_keys.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/base/errors.h"

namespace mib::auth {
namespace {

using Names = std::vector<std::string>;

template <typename T>
api::v1::ErrorCode CodeOf(const absl::StatusOr<T>& result) {
  return errors::DetailOf(result.status()).code();
}

absl::StatusOr<v1::CreateApiKeyResponse> Create(AuthWorld& world, const rpc::Context& context,
                                                const Names& permissions = {}, uint32_t days = 0) {
  v1::CreateApiKeyRequest request;
  request.set_name("notebook");
  for (const std::string& name : permissions) request.add_permissions(name);
  request.set_expires_in_days(days);
  return world.api_keys.CreateApiKey(context, request);
}

absl::StatusOr<v1::Principal> Verify(AuthWorld& world, std::string_view key) {
  v1::VerifyApiKeyRequest request;
  request.set_key(std::string(key));
  return world.api_keys.VerifyApiKey({}, request);
}

absl::Status Revoke(AuthWorld& world, const rpc::Context& context, const std::string& id) {
  v1::RevokeApiKeyRequest request;
  request.set_id(id);
  return world.api_keys.RevokeApiKey(context, request).status();
}

Names PermissionsIn(const v1::Principal& principal) {
  return {principal.permissions().begin(), principal.permissions().end()};
}

}  // namespace

TEST_CASE("A key proves its owner, and is stored as a hash", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "analyst");
  const auto made = Create(world, AuthWorld::ContextOf(ada));
  REQUIRE(made.ok());
  CHECK(made->key().size() == 47);
  CHECK(made->api_key().prefix() == made->key().substr(0, 12));
  CHECK_FALSE(made->api_key().has_expires_at());
  REQUIRE(world.api_key_store.keys.size() == 1);
  CHECK(world.api_key_store.keys[0].hash == HashOfSecret(made->key()));
  const auto principal = Verify(world, made->key());
  REQUIRE(principal.ok());
  CHECK(principal->user_id() == ada.id);
  CHECK(principal->username() == "ada");
  CHECK(PermissionsIn(*principal) == Names{"read_data", "access_market_data", "access_news_data", "export_data"});
}

TEST_CASE("A key may do what it was given and its owner still may", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "analyst");
  const std::string key = Create(world, AuthWorld::ContextOf(ada), {"read_data", "export_data"})->key();
  CHECK(PermissionsIn(*Verify(world, key)) == Names{"read_data", "export_data"});
  world.users.users[0].roles = {"viewer"};
  CHECK(PermissionsIn(*Verify(world, key)) == Names{"read_data"});
  world.users.users[0].roles = {"admin"};
  CHECK(PermissionsIn(*Verify(world, key)) == Names{"read_data", "export_data"});
}

TEST_CASE("Nobody makes a key that may more than its maker", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  CHECK(CodeOf(Create(world, AuthWorld::ContextOf(ada), {"write_data"})) == api::v1::VALIDATION_FAILED);
  CHECK(CodeOf(Create(world, AuthWorld::ContextOf(ada), {"no_such_thing"})) == api::v1::VALIDATION_FAILED);
}

TEST_CASE("A lesser key does not make a greater one by naming no permissions", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "admin");
  rpc::Context lesser = AuthWorld::ContextOf(ada);
  lesser.principal.permissions = {"read_data"};
  const std::string key = Create(world, lesser)->key();
  CHECK(PermissionsIn(*Verify(world, key)) == Names{"read_data"});
  lesser.principal.permissions = {};
  CHECK(CodeOf(Create(world, lesser)) == api::v1::PERMISSION_DENIED);
}

TEST_CASE("A key ends on its day", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  const std::string key = Create(world, AuthWorld::ContextOf(ada), {}, 2)->key();
  world.clock.Advance(absl::Hours(48) - absl::Seconds(1));
  CHECK(Verify(world, key).ok());
  world.clock.Advance(absl::Seconds(1));
  CHECK(CodeOf(Verify(world, key)) == api::v1::INVALID_API_KEY);
}

TEST_CASE("A key of an account that is not active opens nothing", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  const std::string key = Create(world, AuthWorld::ContextOf(ada))->key();
  world.users.users[0].is_active = false;
  CHECK(CodeOf(Verify(world, key)) == api::v1::INVALID_API_KEY);
}

TEST_CASE("Unknown and malformed keys are refused alike", "[unit][auth]") {
  AuthWorld world;
  for (const std::string& key : {std::string(), std::string("mib_"), NewApiKey().text, std::string("' OR 1=1 --")}) {
    CHECK(CodeOf(Verify(world, key)) == api::v1::INVALID_API_KEY);
  }
}

TEST_CASE("The use of a key is noted once a minute at most", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  const std::string key = Create(world, AuthWorld::ContextOf(ada))->key();
  for (int i = 0; i < 10; ++i) REQUIRE(Verify(world, key).ok());
  CHECK(world.api_key_store.touches == 1);
  world.clock.Advance(absl::Minutes(1));
  REQUIRE(Verify(world, key).ok());
  CHECK(world.api_key_store.touches == 2);
  CHECK(world.api_key_store.keys[0].last_used_at == world.clock.Now());
}

TEST_CASE("A revoked key opens nothing; revoking it again is no fault", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  const auto made = Create(world, AuthWorld::ContextOf(ada));
  CHECK(Revoke(world, AuthWorld::ContextOf(ada), made->api_key().id()).ok());
  CHECK(Revoke(world, AuthWorld::ContextOf(ada), made->api_key().id()).ok());
  CHECK(CodeOf(Verify(world, made->key())) == api::v1::INVALID_API_KEY);
  CHECK(world.api_keys.ListApiKeys(AuthWorld::ContextOf(ada), {})->api_keys_size() == 0);
}

TEST_CASE("Somebody else's key is as if it were not there, but not for who manages keys", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  const rpc::Context eve = AuthWorld::ContextOf(world.AddUser("eve", "manager"));
  const rpc::Context root = AuthWorld::ContextOf(world.AddUser("root", "admin"));
  const auto made = Create(world, AuthWorld::ContextOf(ada));
  CHECK(world.api_keys.ListApiKeys(eve, {})->api_keys_size() == 0);
  CHECK(errors::DetailOf(Revoke(world, eve, made->api_key().id())).code() == api::v1::NOT_FOUND);
  CHECK(errors::DetailOf(Revoke(world, eve, "no-such-key")).code() == api::v1::NOT_FOUND);
  CHECK(Verify(world, made->key()).ok());
  CHECK(Revoke(world, root, made->api_key().id()).ok());
  CHECK_FALSE(Verify(world, made->key()).ok());
}

TEST_CASE("A key without a name, or for eleven years, is refused", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "viewer");
  v1::CreateApiKeyRequest request;
  request.set_expires_in_days(4000);
  const auto result = world.api_keys.CreateApiKey(AuthWorld::ContextOf(ada), request);
  CHECK(errors::DetailOf(result.status()).violations_size() == 2);
}

}  // namespace mib::auth
