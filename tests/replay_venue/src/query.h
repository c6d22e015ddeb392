#pragma once

#include <map>
#include <string>

namespace mib::venue {

/// Parameters of a request's target.
using Query = std::map<std::string, std::string>;

/// Empty when there is none.
inline std::string ValueOf(const Query& query, const std::string& name) {
  const auto found = query.find(name);
  return found == query.end() ? "" : found->second;
}

}  // namespace mib::venue
