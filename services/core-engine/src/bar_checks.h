#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"

namespace mib::core_engine {

/// Whether a provider's bar can be one: aligned and not after `latest_ns`, prices positive with low and high around the
/// others, volume not negative, numbers of at most 28 digits. The message names the field.
absl::Status CheckProviderBar(const market::v1::Bar& bar, market::Interval interval, int64_t latest_ns);

/// Whether a tick can be one: a positive time not after `latest_ns`, at least one price, prices positive, sizes not
/// negative.
absl::Status CheckTick(const events::v1::QuoteTick& tick, int64_t latest_ns);

/// Whether a symbol is in canonical spelling and is the record's key, which decides where its state lives.
absl::Status CheckSymbol(std::string_view symbol, std::string_view key);

/// Whether text from outside can be stored: at most 256 bytes, no control characters.
absl::Status CheckText(std::string_view field, std::string_view text);

}  // namespace mib::core_engine
