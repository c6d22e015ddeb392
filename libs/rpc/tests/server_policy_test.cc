#include "server_policy.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"

namespace mib::rpc {
namespace {

struct Case {
  api::v1::Permission required;
  std::string_view caller;
  bool user = false;
  std::vector<std::string> permissions;
  api::v1::ErrorCode expected;
  std::string_view reason;
};

constexpr api::v1::ErrorCode kAllowed = api::v1::ERROR_CODE_UNSPECIFIED;

}  // namespace

TEST_CASE("Callers, users and permissions are judged as the contract says", "[unit][rpc]") {
  using namespace api::v1;
  const std::vector<Case> cases = {
      {PUBLIC, "gateway", false, {}, kAllowed, ""},
      {PUBLIC, "gateway", true, {}, kAllowed, ""},
      {PUBLIC, "", false, {}, UNAUTHENTICATED, "identity"},
      {PUBLIC, "ingestion", false, {}, api::v1::PERMISSION_DENIED, "caller"},
      {PUBLIC, "analytics", true, {}, api::v1::PERMISSION_DENIED, "assertion"},
      {AUTHENTICATED, "gateway", true, {}, kAllowed, ""},
      {AUTHENTICATED, "gateway", false, {}, UNAUTHENTICATED, "principal"},
      {AUTHENTICATED, "analytics", false, {}, UNAUTHENTICATED, "principal"},
      {EXPORT_DATA, "gateway", true, {"read_data", "export_data"}, kAllowed, ""},
      {EXPORT_DATA, "gateway", true, {"read_data"}, api::v1::PERMISSION_DENIED, "permission"},
      {EXPORT_DATA, "gateway", true, {"EXPORT_DATA", "export_data2"}, api::v1::PERMISSION_DENIED, "permission"},
      {EXPORT_DATA, "gateway", false, {"export_data"}, UNAUTHENTICATED, "principal"},
      {EXPORT_DATA, "analytics", false, {}, kAllowed, ""},
      {INTERNAL_ONLY, "gateway", false, {}, kAllowed, ""},
      {INTERNAL_ONLY, "notification", false, {}, api::v1::PERMISSION_DENIED, "caller"},
  };
  for (const Case& test : cases) {
    Policy policy;
    policy.set_permission(test.required);
    policy.add_callers("gateway");
    policy.add_callers("analytics");
    Context context;
    context.caller = test.caller;
    if (test.user) context.principal.user_id = "u1";
    context.principal.permissions = test.permissions;
    INFO(Permission_Name(test.required) << " called by '" << test.caller << "', user: " << test.user);
    const Verdict verdict = Judge(policy, context, test.user);
    CHECK(verdict.status.ok() == (test.expected == kAllowed));
    if (!verdict.status.ok()) CHECK(errors::DetailOf(verdict.status).code() == test.expected);
    CHECK(verdict.reason == test.reason);
  }
}

}  // namespace mib::rpc
