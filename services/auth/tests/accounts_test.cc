#include "accounts.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/base/errors.h"

namespace mib::auth {
namespace {

template <typename T>
api::v1::ErrorCode CodeOf(const absl::StatusOr<T>& result) {
  return errors::DetailOf(result.status()).code();
}

v1::RegisterRequest Registration(std::string_view username, std::string_view email) {
  v1::RegisterRequest request;
  request.set_username(std::string(username));
  request.set_email(std::string(email));
  request.set_password(std::string(kPassword));
  return request;
}

v1::CreateUserRequest Creation(std::string_view username, const std::vector<std::string>& roles) {
  v1::CreateUserRequest request;
  request.set_username(std::string(username));
  request.set_email(std::string(username) + "@example.com");
  request.set_password(std::string(kPassword));
  for (const std::string& role : roles) request.add_roles(role);
  return request;
}

}  // namespace

TEST_CASE("Someone who registers becomes a viewer and can log in", "[unit][auth]") {
  AuthWorld world;
  const auto user = world.accounts.Register({}, Registration("Ada", "ada@example.com"));
  REQUIRE(user.ok());
  CHECK(user->username() == "Ada");
  REQUIRE(user->roles_size() == 1);
  CHECK(user->roles(0) == "viewer");
  CHECK(user->permissions_size() == 3);
  CHECK(user->is_active());
  CHECK(user->created_at().seconds() == 1'700'000'000);
  CHECK(world.users.users[0].password_hash.starts_with("$argon2id$"));
  CHECK(world.Login("ada").ok());
}

TEST_CASE("A name or an address that differs only in case is taken", "[unit][auth]") {
  AuthWorld world;
  REQUIRE(world.accounts.Register({}, Registration("Ada", "ada@example.com")).ok());
  CHECK(CodeOf(world.accounts.Register({}, Registration("aDA", "other@example.com"))) == api::v1::USERNAME_TAKEN);
  CHECK(CodeOf(world.accounts.Register({}, Registration("other", "ADA@example.com"))) == api::v1::USERNAME_TAKEN);
}

TEST_CASE("Where registration is closed nobody registers", "[unit][auth]") {
  AuthWorld world(/*registration_open=*/false);
  CHECK(CodeOf(world.accounts.Register({}, Registration("ada", "ada@example.com"))) == api::v1::PERMISSION_DENIED);
  CHECK(world.users.users.empty());
}

TEST_CASE("An account that breaks the rules is not made", "[unit][auth]") {
  AuthWorld world;
  CHECK(CodeOf(world.accounts.Register({}, Registration("a b", "x"))) == api::v1::VALIDATION_FAILED);
  CHECK(world.users.users.empty());
}

TEST_CASE("A manager makes accounts, but none mightier than a manager", "[unit][auth]") {
  AuthWorld world;
  const rpc::Context manager = AuthWorld::ContextOf(world.AddUser("boss", "manager"));
  const auto made = world.accounts.CreateUser(manager, Creation("ada", {"user", "analyst"}));
  REQUIRE(made.ok());
  REQUIRE(made->roles_size() == 2);
  CHECK(made->roles(0) == "analyst");
  CHECK(made->roles(1) == "viewer");
  CHECK(CodeOf(world.accounts.CreateUser(manager, Creation("eve", {"admin"}))) == api::v1::PERMISSION_DENIED);
  const rpc::Context admin = AuthWorld::ContextOf(world.AddUser("root", "admin"));
  CHECK(world.accounts.CreateUser(admin, Creation("eve", {"admin"})).ok());
}

TEST_CASE("An unknown role and no role at all are refused", "[unit][auth]") {
  AuthWorld world;
  const rpc::Context admin = AuthWorld::ContextOf(world.AddUser("root", "admin"));
  CHECK(CodeOf(world.accounts.CreateUser(admin, Creation("ada", {"wizard"}))) == api::v1::VALIDATION_FAILED);
  CHECK(CodeOf(world.accounts.CreateUser(admin, Creation("ada", {}))) == api::v1::VALIDATION_FAILED);
}

TEST_CASE("Someone sees the own account, as long as it is active", "[unit][auth]") {
  AuthWorld world;
  const User ada = world.AddUser("ada", "analyst");
  const auto me = world.accounts.GetMe(AuthWorld::ContextOf(ada), {});
  REQUIRE(me.ok());
  CHECK(me->id() == ada.id);
  CHECK(me->email() == "ada@example.com");
  CHECK(me->permissions_size() == 4);
  world.users.users[0].is_active = false;
  CHECK(CodeOf(world.accounts.GetMe(AuthWorld::ContextOf(ada), {})) == api::v1::UNAUTHENTICATED);
}

TEST_CASE("Accounts are listed oldest first, fifty at a time unless told otherwise", "[unit][auth]") {
  AuthWorld world;
  for (int i = 0; i < 60; ++i) world.AddUser("user" + std::to_string(i), "viewer");
  v1::ListUsersRequest request;
  CHECK(world.accounts.ListUsers({}, request)->users_size() == 50);
  request.set_limit(3);
  request.set_offset(58);
  const v1::ListUsersResponse page = *world.accounts.ListUsers({}, request);
  REQUIRE(page.users_size() == 2);
  CHECK(page.users(0).username() == "user58");
}

TEST_CASE("The first start makes an admin with the given password, later starts change nothing", "[unit][auth]") {
  AuthWorld world;
  REQUIRE(world.accounts.MakeFirstAdmin(kPassword).ok());
  REQUIRE(world.Login("admin").ok());
  CHECK(world.Login("admin")->user().role() == "admin");
  REQUIRE(world.accounts.MakeFirstAdmin("another password").ok());
  CHECK(world.users.users.size() == 1);
  CHECK(world.Login("admin").ok());
}

TEST_CASE("A first admin with a weak password is not made", "[unit][auth]") {
  AuthWorld world;
  CHECK(errors::DetailOf(world.accounts.MakeFirstAdmin("admin")).code() == api::v1::VALIDATION_FAILED);
  CHECK(world.users.users.empty());
}

}  // namespace mib::auth
