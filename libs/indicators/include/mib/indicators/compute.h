#pragma once

// An indicator over whole columns by its name, for callers that do not want to check anything themselves.
//
//   ASSIGN_OR_RETURN(const auto values, Compute("sma", {{"period", 20}}, {.close = closes}));
//   const std::vector<double>& mean = values[0];

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/definition.h"

namespace mib::indicators {

/// The bars, oldest first. What the indicator does not read may be left out and is not looked at.
struct BarColumns {
  std::span<const double> open{};
  std::span<const double> high{};
  std::span<const double> low{};
  std::span<const double> close{};
  std::span<const double> volume{};
  /// In seconds: see Input::kOpenTime.
  std::span<const double> open_time{};

  std::span<const double> Of(Input input) const;
};

struct ComputeOptions {
  /// Values that are not finite are taken, and make the outputs they touch NaN (of a recursive indicator: all that
  /// follow). Otherwise they are refused.
  bool allow_non_finite = false;
};

/// One column per output of the definition, one row per bar; NaN in the rows of the warm-up.
///
/// NOT_FOUND (with near names) for an unknown indicator. Otherwise VALIDATION_FAILED: as Definition::Resolve for the
/// parameters; naming a column that is missing, has another length than the others, or holds a value that is not
/// finite (with its first such row, counted from 0); open times that go back; and for fewer bars than the first value
/// needs, with how many are needed and how many were given under "bars", and which smaller parameter would do.
absl::StatusOr<std::vector<std::vector<double>>> Compute(std::string_view name,
                                                         const std::map<std::string, double>& params,
                                                         const BarColumns& bars, const ComputeOptions& options = {});

}  // namespace mib::indicators
