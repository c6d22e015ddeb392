#pragma once

#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "google/protobuf/timestamp.pb.h"
#include "mib/indicators/definition.h"
#include "mib/market/v1/market.pb.h"

namespace mib::analytics {

/// As indicators::Input::kOpenTime has it.
double ToSeconds(const google::protobuf::Timestamp& open_time);

/// One column of values per output of the definition, one row per bar; NaN during the warm-up. INTERNAL for a bar whose
/// decimals cannot be read.
absl::StatusOr<std::vector<std::vector<double>>> Compute(const indicators::Definition& definition,
                                                         indicators::Params params,
                                                         std::span<const market::v1::Bar> bars);

}  // namespace mib::analytics
