#pragma once

// Alpha Vantage's answers, read. Pure. The provider tells its errors with status 200, in bodies of another shape.

#include <string_view>

#include "absl/status/statusor.h"
#include "rows.h"

namespace mib::alpha_vantage {

/// TIME_SERIES_DAILY, oldest first. A daily bar's open time is midnight UTC of its trading date: the provider gives a
/// date, and the date is what is kept.
///
/// UPSTREAM_BUDGET_EXHAUSTED for {"Note"} and {"Information"}, NOT_FOUND for {"Error Message"} (what an unknown symbol
/// gets) and for an answer without a series, INVALID_ARGUMENT for what is no such answer at all.
absl::StatusOr<ingestion::Rows<ingestion::BarRow>> ParseDaily(std::string_view body);

}  // namespace mib::alpha_vantage
