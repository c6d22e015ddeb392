#pragma once

// Time as the platform reads and writes it: UTC, nanoseconds.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib {

/// RFC 3339 ("2024-01-15T10:00:00.5Z", "+02:00" too), a date ("2024-01-15", midnight UTC), or Unix time whose unit its
/// length tells (10 digits s, 13 ms, 16 us, 19 ns).
absl::StatusOr<absl::Time> ParseTime(std::string_view text);

/// "2024-01-15T10:00:00Z"; the fraction as long as needed: none, 3, 6 or 9 digits. Call it as mib::FormatTime: Abseil
/// has one of the same name, which argument-dependent lookup finds too.
std::string FormatTime(absl::Time time);

inline absl::Time FromNanos(int64_t nanos) { return absl::FromUnixNanos(nanos); }
inline int64_t ToNanos(absl::Time time) { return absl::ToUnixNanos(time); }

}  // namespace mib
