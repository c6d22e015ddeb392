#pragma once

#include <string>

#include "comments.h"
#include "route_table.h"

namespace mib::gateway {

/// The OpenAPI 3.1 document of all routes, made from the same contracts that serve them; texts from their comments.
std::string MakeOpenApi(const RouteTable& routes, const Comments& comments, const std::string& version);

}  // namespace mib::gateway
