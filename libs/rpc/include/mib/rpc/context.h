#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "mib/api/v1/annotations.pb.h"

namespace mib::rpc {

/// The end user on whose behalf a call is made. Only the gateway's certificate may assert one.
struct Principal {
  std::string user_id = {};
  std::string username = {};
  std::vector<std::string> roles = {};
  /// As the API spells them: "access_market_data".
  std::vector<std::string> permissions = {};

  bool Has(api::v1::Permission permission) const;
  bool authenticated() const { return !user_id.empty(); }
};

/// "access_market_data" for ACCESS_MARKET_DATA, and back (PERMISSION_UNSPECIFIED for unknown text).
std::string PermissionName(api::v1::Permission permission);
api::v1::Permission PermissionFromName(std::string_view name);

/// What a handler knows of its call besides the request. Lives as long as the call.
struct Context {
  /// The calling service, from its certificate.
  std::string caller;
  Principal principal;
  std::string request_id;
  /// The end client's address and user agent, where the gateway told them.
  std::string client_ip;
  std::string user_agent;
  absl::Time deadline = absl::InfiniteFuture();
};

}  // namespace mib::rpc
