#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "market_reader.h"

namespace mib::core_engine {

/// Where the next page of a query begins: the open time of its first bar, with a checksum over the query's symbol,
/// interval and order. Opaque to callers, not secret: it opens nothing that the query would not.
std::string EncodeCursor(const BarQuery& query, absl::Time next_open);
/// INVALID_CURSOR for text that EncodeCursor did not make for such a query.
absl::StatusOr<absl::Time> DecodeCursor(const BarQuery& query, std::string_view cursor);

}  // namespace mib::core_engine
