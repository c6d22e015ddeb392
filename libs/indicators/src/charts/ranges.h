#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mib/base/errors.h"

namespace mib::indicators {

/// Collects options that are out of their range, to refuse them all at once.
class RangeCheck {
 public:
  /// Both ends are allowed; NaN is not.
  RangeCheck& Number(std::string_view name, double value, double minimum, double maximum) {
    if (value >= minimum && value <= maximum) return *this;
    faults_.emplace_back(name, fmt::format("must be a number from {} to {}", minimum, maximum));
    return *this;
  }
  RangeCheck& Whole(std::string_view name, int value, int minimum, int maximum) {
    if (value >= minimum && value <= maximum) return *this;
    faults_.emplace_back(name, fmt::format("must be a whole number from {} to {}", minimum, maximum));
    return *this;
  }
  absl::Status Result() const { return faults_.empty() ? absl::OkStatus() : errors::Invalid(faults_); }

 private:
  std::vector<std::pair<std::string, std::string>> faults_;
};

}  // namespace mib::indicators
