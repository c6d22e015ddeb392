#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace mib::market {

/// The platform's spelling of a symbol: upper case, a pair with a dash. "btc/usd", "BTC_USD" -> "BTC-USD"; "aapl" ->
/// "AAPL". INVALID_ARGUMENT for text that can be no symbol: empty, longer than 64, or with other characters than
/// letters, digits, . - / _ : ^ =
absl::StatusOr<std::string> CanonicalSymbol(std::string_view text);

}  // namespace mib::market
