#include "mib/indicators/definition.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "mib/base/errors.h"

namespace mib::indicators {
namespace {

bool Accepts(const Parameter& parameter, double value) {
  // Written so that NaN is refused.
  if (!(value >= parameter.minimum && value <= parameter.maximum)) return false;
  return !parameter.integral || std::trunc(value) == value;
}

std::string RangeOf(const Parameter& parameter) {
  return fmt::format("must be a {} from {} to {}", parameter.integral ? "whole number" : "number", parameter.minimum,
                     parameter.maximum);
}

}  // namespace

std::string_view NameOf(Input input) {
  switch (input) {
    case Input::kOpen:
      return "open";
    case Input::kHigh:
      return "high";
    case Input::kLow:
      return "low";
    case Input::kClose:
      return "close";
    case Input::kVolume:
      return "volume";
    case Input::kOpenTime:
      break;
  }
  return "open_time";
}

absl::StatusOr<std::vector<double>> Definition::Resolve(const std::map<std::string, double>& given) const {
  std::vector<std::pair<std::string, std::string>> faults;
  std::vector<double> params;
  size_t known = 0;
  for (const Parameter& parameter : parameters) {
    const auto found = given.find(std::string(parameter.name));
    if (found != given.end()) ++known;
    params.push_back(found == given.end() ? parameter.default_value : found->second);
    if (!Accepts(parameter, params.back())) faults.emplace_back(parameter.name, RangeOf(parameter));
  }
  if (known < given.size()) {
    std::vector<std::string_view> names;
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    for (const auto& [key, value] : given) {
      if (std::find(names.begin(), names.end(), key) != names.end()) continue;
      faults.emplace_back(key, fmt::format("is no parameter of {}, which has: {}", name, fmt::join(names, ", ")));
    }
  }
  if (faults.empty() && relations != nullptr) relations(params, &faults);
  if (!faults.empty()) return errors::Invalid(faults);
  return params;
}

int Definition::BarsFor(Params params, int points, int history) const {
  return recursive ? history : points + warm_up(params) - 1;
}

}  // namespace mib::indicators
