#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "mib/market/bar_builder.h"

namespace mib::core_engine {

/// The engine's memory as bytes of mib/core_engine/v1/state.proto, and back. Bytes that cannot be read are kDataLoss.
std::string EncodeFold(const market::BarState& bar);
absl::StatusOr<market::BarState> DecodeFold(std::string_view bytes, market::Interval interval, int64_t open_ns);

std::string EncodeSeries(const market::BuilderState& state);
absl::StatusOr<market::BuilderState> DecodeSeries(std::string_view bytes);

}  // namespace mib::core_engine
