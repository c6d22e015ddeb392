#include "roles.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::auth {

using Names = std::vector<std::string>;

TEST_CASE("Each role may do what the matrix of roles says", "[unit][auth]") {
  CHECK(PermissionsOf({"admin"}) == Names{"read_data", "write_data", "delete_data", "create_user", "update_user",
                                          "delete_user", "system_config", "view_logs", "manage_api_keys",
                                          "access_market_data", "access_news_data", "export_data"});
  CHECK(PermissionsOf({"manager"}) == Names{"read_data", "write_data", "create_user", "update_user", "delete_user",
                                            "access_market_data", "access_news_data", "export_data"});
  CHECK(PermissionsOf({"analyst"}) == Names{"read_data", "access_market_data", "access_news_data", "export_data"});
  CHECK(PermissionsOf({"viewer"}) == Names{"read_data", "access_market_data", "access_news_data"});
  CHECK(PermissionsOf({"user"}) == PermissionsOf({"viewer"}));
}

TEST_CASE("Several roles allow what any of them allows; unknown ones allow nothing", "[unit][auth]") {
  CHECK(PermissionsOf({"viewer", "analyst"}) == PermissionsOf({"analyst"}));
  CHECK(PermissionsOf({}).empty());
  CHECK(PermissionsOf({"root", "ADMIN", "admin "}).empty());
}

TEST_CASE("Roles are stored under their own names, each once, the highest first", "[unit][auth]") {
  CHECK(CanonicalRoles({"user", "admin", "viewer"}) == Names{"admin", "viewer"});
  CHECK_FALSE(CanonicalRoles({"admin", "root"}).has_value());
  CHECK_FALSE(CanonicalRoles({}).has_value());
  CHECK(HighestRole({"viewer", "manager"}) == "manager");
  CHECK(HighestRole({"user"}) == "viewer");
}

TEST_CASE("Subsets and intersections are those of sets", "[unit][auth]") {
  CHECK(IsSubset({}, {}));
  CHECK(IsSubset({"a"}, {"b", "a"}));
  CHECK_FALSE(IsSubset({"a", "c"}, {"a", "b"}));
  CHECK(Intersection({"c", "a"}, {"a", "b"}) == Names{"a"});
}

}  // namespace mib::auth
