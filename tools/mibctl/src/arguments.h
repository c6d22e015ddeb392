#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mib::mibctl {

/// What an option is for; one without a value is a switch.
struct OptionSpec {
  std::string name;
  /// How --help shows its value, e.g. "FILE"; empty for a switch.
  std::string value;
  std::string help;
  bool required = false;
};

/// The options of one call: --name value, --name=value or --name.
class Arguments {
 public:
  /// Fails for an option that is not in `specs`, a missing value, a missing required option or a stray word.
  static absl::StatusOr<Arguments> Parse(const std::vector<std::string>& words, const std::vector<OptionSpec>& specs);

  bool Has(const std::string& name) const { return values_.contains(name); }
  std::string Text(const std::string& name, std::string_view fallback = {}) const;
  /// Fails for what is not a whole number in [minimum, maximum].
  absl::StatusOr<int64_t> Number(const std::string& name, int64_t fallback, int64_t minimum, int64_t maximum) const;

 private:
  std::map<std::string, std::string> values_;
};

/// One line per option.
std::string Usage(const std::vector<OptionSpec>& specs);

}  // namespace mib::mibctl
