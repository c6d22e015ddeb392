#include "metadata.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/server_context.h>

#include <algorithm>

#include "mib/security/certificate.h"

namespace mib::rpc {
namespace {

constexpr const char* kUserId = "x-mib-user-id";
constexpr const char* kUsername = "x-mib-username";
constexpr const char* kRoles = "x-mib-roles";
constexpr const char* kPermissions = "x-mib-permissions";
constexpr const char* kClientIp = "x-mib-client-ip";
constexpr const char* kUserAgent = "x-mib-user-agent";
constexpr const char* kRequestId = "x-request-id";
constexpr const char* kTraceparent = "traceparent";

/// A client chooses its user agent; gRPC refuses whole calls over bytes that metadata cannot carry.
constexpr size_t kMaxValueSize = 256;

std::string Printable(std::string_view text) {
  std::string out(text.substr(0, kMaxValueSize));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

std::string Join(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) {
    if (!text.empty()) text.push_back(',');
    text += value;
  }
  return text;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> values;
  while (!text.empty()) {
    const size_t comma = text.find(',');
    values.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return values;
}

std::string CallerOf(const grpc::ServerContextBase& call) {
  // gRPC sets this property only for a verified certificate with exactly one URI name.
  const auto identities = call.auth_context()->FindPropertyValues(GRPC_PEER_SPIFFE_ID_PROPERTY_NAME);
  if (identities.size() != 1) return {};
  return security::ServiceFromUri(std::string_view(identities[0].data(), identities[0].size()));
}

}  // namespace

Metadata ToMetadata(const CallOptions& options, const TraceContext& trace) {
  Metadata metadata;
  const auto add = [&metadata](const char* key, std::string value) {
    if (!value.empty()) metadata.emplace_back(key, std::move(value));
  };
  if (trace.valid()) add(kTraceparent, trace.ToTraceparent());
  add(kRequestId, Printable(options.request_id));
  add(kClientIp, Printable(options.client_ip));
  add(kUserAgent, Printable(options.user_agent));
  if (options.principal != nullptr && options.principal->authenticated()) {
    add(kUserId, Printable(options.principal->user_id));
    add(kUsername, Printable(options.principal->username));
    add(kRoles, Join(options.principal->roles));
    add(kPermissions, Join(options.principal->permissions));
  }
  return metadata;
}

Incoming ReadIncoming(const grpc::ServerContextBase& call) {
  const auto& metadata = call.client_metadata();
  const auto value = [&metadata](const char* key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
  };
  Incoming incoming;
  Context& context = incoming.context;
  context.caller = CallerOf(call);
  context.request_id = value(kRequestId);
  context.client_ip = value(kClientIp);
  context.user_agent = value(kUserAgent);
  context.principal = Principal{.user_id = std::string(value(kUserId)),
                                .username = std::string(value(kUsername)),
                                .roles = Split(value(kRoles)),
                                .permissions = Split(value(kPermissions))};
  incoming.trace = TraceContext::FromTraceparent(value(kTraceparent)).value_or(TraceContext{});
  incoming.asserts_principal =
      !value(kUserId).empty() || !value(kUsername).empty() || !value(kRoles).empty() || !value(kPermissions).empty();
  return incoming;
}

}  // namespace mib::rpc
