#include "server_policy.h"

#include <algorithm>

#include "fmt/format.h"
#include "mib/base/errors.h"

namespace mib::rpc {
namespace {

constexpr std::string_view kGateway = "gateway";

Verdict JudgeUser(api::v1::Permission required, const Context& context) {
  if (required == api::v1::PUBLIC || required == api::v1::INTERNAL_ONLY) return {};
  if (required != api::v1::AUTHENTICATED && context.caller != kGateway) return {};
  if (!context.principal.authenticated()) {
    return {errors::Make(api::v1::UNAUTHENTICATED, "Log in, or send an API key."), "principal"};
  }
  if (required == api::v1::AUTHENTICATED || context.principal.Has(required)) return {};
  const std::string name = PermissionName(required);
  return {errors::Make(api::v1::PERMISSION_DENIED, fmt::format("This needs the permission {}.", name),
                       {{"required", name}}),
          "permission"};
}

}  // namespace

Verdict Judge(const api::v1::Policy& policy, const Context& context, bool asserts_principal) {
  if (context.caller.empty()) {
    return {errors::Make(api::v1::UNAUTHENTICATED, "The certificate names no service of the platform."), "identity"};
  }
  if (std::find(policy.callers().begin(), policy.callers().end(), context.caller) == policy.callers().end()) {
    return {errors::Make(api::v1::PERMISSION_DENIED, fmt::format("The service {} may not call this.", context.caller)),
            "caller"};
  }
  if (asserts_principal && context.caller != kGateway) {
    return {errors::Make(api::v1::PERMISSION_DENIED, "Only the gateway speaks for users."), "assertion"};
  }
  return JudgeUser(policy.permission(), context);
}

}  // namespace mib::rpc
