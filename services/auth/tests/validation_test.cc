#include "validation.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"

namespace mib::auth {
namespace {

User Ada() {
  User user;
  user.username = "ada.l-1_x";
  user.email = "ada@example.com";
  return user;
}

constexpr std::string_view kGood = "twelve chars";

std::vector<std::string> FaultsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  for (const auto& violation : detail.violations()) fields.push_back(violation.field());
  return fields;
}

}  // namespace

TEST_CASE("A sound account is accepted", "[unit][auth]") { CHECK(ValidateAccount(Ada(), kGood).ok()); }

TEST_CASE("All faults of an account are named at once", "[unit][auth]") {
  User user;
  user.username = "a b";
  user.email = "nobody";
  user.full_name = std::string(256, 'x');
  const absl::Status status = ValidateAccount(user, "short");
  CHECK(errors::DetailOf(status).code() == api::v1::VALIDATION_FAILED);
  CHECK(FaultsOf(status) == std::vector<std::string>{"username", "email", "password", "full_name"});
}

TEST_CASE("Names that could be mistaken for something else are refused", "[unit][auth]") {
  for (const std::string& name : {std::string("ab"), std::string(51, 'a'), std::string("ada@x"), std::string("a,b,c"),
                                  std::string("ad\xc3\xa4"), std::string("ada\0x", 5), std::string("ada\n")}) {
    User user = Ada();
    user.username = name;
    CHECK(FaultsOf(ValidateAccount(user, kGood)) == std::vector<std::string>{"username"});
  }
  for (const std::string& email :
       {std::string("@x.y"), std::string("a@b"), std::string("a@.b"), std::string("a@b."), std::string("a@b@c.d"),
        std::string("a b@c.d"), std::string("a@c.d\n"), std::string(251, 'a') + "@b.cd"}) {
    User user = Ada();
    user.email = email;
    CHECK(FaultsOf(ValidateAccount(user, kGood)) == std::vector<std::string>{"email"});
  }
}

}  // namespace mib::auth
