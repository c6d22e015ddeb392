#pragma once

// Names for things: ULIDs for requests and events, UUIDs for rows, digests for events that must get the same name
// twice.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace mib {

/// 26 characters of Crockford's base 32: 48 bits of milliseconds, 80 random bits. Sorts by time. Source: the ULID
/// specification.
std::string MakeUlid(absl::Time now, const std::array<uint8_t, 10>& random);
/// The same with bits from the system's generator.
std::string NewUlid(absl::Time now);
/// "req_" and a ULID.
std::string NewRequestId(absl::Time now);
/// A random UUID (version 4, RFC 9562).
std::string NewUuid();
/// True for 8-4-4-4-12 hexadecimal digits.
bool IsUuid(std::string_view text);
/// A UUID (version 8, RFC 9562) made of the SHA-256 of `name`: the same name, the same id.
std::string DerivedUuid(std::string_view name);
/// Fills `out` from the system's generator.
void RandomBytes(uint8_t* out, size_t size);

}  // namespace mib
