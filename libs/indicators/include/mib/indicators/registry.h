#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/definition.h"

namespace mib::indicators {

/// All indicators there are, by name. Thread safe: nothing in it changes.
class Registry {
 public:
  /// nullptr for an unknown name.
  static const Definition* Find(std::string_view name);
  /// The same for names that callers give: NOT_FOUND with near names.
  static absl::StatusOr<const Definition*> Get(std::string_view name);
  /// In alphabetical order of their names.
  static const std::vector<const Definition*>& All();
  /// Names close to `name`, best first, for "did you mean".
  static std::vector<std::string> Suggest(std::string_view name);
};

}  // namespace mib::indicators
