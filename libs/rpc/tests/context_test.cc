#include "mib/rpc/context.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::rpc {

TEST_CASE("Permissions are spelt as in the API, both ways", "[unit][rpc]") {
  CHECK(PermissionName(api::v1::ACCESS_MARKET_DATA) == "access_market_data");
  CHECK(PermissionFromName("access_market_data") == api::v1::ACCESS_MARKET_DATA);
  for (const std::string_view other : {"", "ACCESS_MARKET_DATA", "Access_Market_Data", "no_such_thing", "read_data "}) {
    CHECK(PermissionFromName(other) == api::v1::PERMISSION_UNSPECIFIED);
  }
}

TEST_CASE("A principal has exactly the permissions it was given", "[unit][rpc]") {
  const Principal principal{.user_id = "u1", .username = "ada", .roles = {"admin"}, .permissions = {"read_data"}};
  CHECK(principal.Has(api::v1::READ_DATA));
  CHECK_FALSE(principal.Has(api::v1::WRITE_DATA));
  CHECK(principal.authenticated());
  CHECK_FALSE(Principal{}.authenticated());
}

}  // namespace mib::rpc
