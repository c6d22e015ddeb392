#include "mib/indicators/compute.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/indicators/registry.h"

namespace mib::indicators {
namespace {

using Faults = std::vector<std::pair<std::string, std::string>>;

// Bars there are: the longest of the columns that are read.
size_t CountBars(const Definition& definition, const BarColumns& bars) {
  size_t count = 0;
  for (const Input input : definition.inputs) count = std::max(count, bars.Of(input).size());
  return count;
}

void CheckLengths(const Definition& definition, const BarColumns& bars, size_t count, Faults* faults) {
  for (const Input input : definition.inputs) {
    const size_t size = bars.Of(input).size();
    if (size == count) continue;
    faults->emplace_back(
        NameOf(input), size == 0 ? fmt::format("is missing; {} reads it, and there are {} bars", definition.name, count)
                                 : fmt::format("has {} values, and there are {} bars", size, count));
  }
}

void CheckFinite(const Definition& definition, const BarColumns& bars, Faults* faults) {
  for (const Input input : definition.inputs) {
    const std::span<const double> column = bars.Of(input);
    const auto bad = std::find_if(column.begin(), column.end(), [](double value) { return !std::isfinite(value); });
    if (bad == column.end()) continue;
    faults->emplace_back(NameOf(input), fmt::format("must be finite; row {} is {}", bad - column.begin(), *bad));
  }
}

void CheckOrder(const Definition& definition, const BarColumns& bars, Faults* faults) {
  if (std::find(definition.inputs.begin(), definition.inputs.end(), Input::kOpenTime) == definition.inputs.end())
    return;
  const std::span<const double> times = bars.open_time;
  const auto back = std::adjacent_find(times.begin(), times.end(), std::greater<>());
  if (back == times.end()) return;
  faults->emplace_back(NameOf(Input::kOpenTime), fmt::format("must not go back; row {} is before row {}",
                                                             back - times.begin() + 1, back - times.begin()));
}

bool Fits(const Definition& definition, Params params, size_t count) {
  return static_cast<size_t>(definition.warm_up(params)) <= count;
}

// A whole number from 1 on counts bars; one from 0 on is a choice by its code.
bool IsLength(const Parameter& parameter) { return parameter.integral && parameter.minimum >= 1; }

// The most that parameter `index` may be for so many bars, the others as they are; its value if less would not do.
double MostFor(const Definition& definition, std::vector<double> params, size_t index, size_t count) {
  const double given = params[index];
  if (!IsLength(definition.parameters[index])) return given;
  // Between what fits and what does not.
  double fits = definition.parameters[index].minimum;
  double fits_not = given;
  params[index] = fits;
  if (!Fits(definition, params, count)) return given;
  while (fits_not - fits > 1) {
    params[index] = std::floor((fits + fits_not) / 2);
    (Fits(definition, params, count) ? fits : fits_not) = params[index];
  }
  params[index] = fits;
  Faults faults;
  if (definition.relations != nullptr) definition.relations(params, &faults);
  return faults.empty() ? fits : given;
}

std::string CallOf(const Definition& definition, Params params) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < params.size(); ++i)
    texts.push_back(fmt::format("{}={}", definition.parameters[i].name, params[i]));
  return fmt::format("{}({})", definition.name, fmt::join(texts, ", "));
}

void CheckWarmUp(const Definition& definition, const std::vector<double>& params, size_t count, Faults* faults) {
  if (Fits(definition, params, count)) return;
  faults->emplace_back("bars", fmt::format("{} needs {}, and {} were given", CallOf(definition, params),
                                           definition.warm_up(params), count));
  for (size_t i = 0; i < params.size(); ++i) {
    const double most = MostFor(definition, params, i, count);
    if (most == params[i]) continue;
    const Parameter& parameter = definition.parameters[i];
    faults->emplace_back(parameter.name, fmt::format("must be a whole number from {} to {} for {} bars",
                                                     parameter.minimum, most, count));
  }
}

}  // namespace

std::span<const double> BarColumns::Of(Input input) const {
  switch (input) {
    case Input::kOpen:
      return open;
    case Input::kHigh:
      return high;
    case Input::kLow:
      return low;
    case Input::kClose:
      return close;
    case Input::kVolume:
      return volume;
    case Input::kOpenTime:
      break;
  }
  return open_time;
}

absl::StatusOr<std::vector<std::vector<double>>> Compute(std::string_view name,
                                                         const std::map<std::string, double>& params,
                                                         const BarColumns& bars, const ComputeOptions& options) {
  ASSIGN_OR_RETURN(const Definition* definition, Registry::Get(name));
  ASSIGN_OR_RETURN(const std::vector<double> resolved, definition->Resolve(params));
  const size_t count = CountBars(*definition, bars);
  Faults faults;
  CheckLengths(*definition, bars, count, &faults);
  if (!options.allow_non_finite) CheckFinite(*definition, bars, &faults);
  CheckOrder(*definition, bars, &faults);
  CheckWarmUp(*definition, resolved, count, &faults);
  if (!faults.empty()) return errors::Invalid(faults);

  std::vector<std::span<const double>> in;
  for (const Input input : definition->inputs) in.push_back(bars.Of(input));
  std::vector<std::vector<double>> values(definition->outputs.size(), std::vector<double>(count));
  const std::vector<std::span<double>> out(values.begin(), values.end());
  definition->batch(resolved, in, out);
  return values;
}

}  // namespace mib::indicators
