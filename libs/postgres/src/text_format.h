#pragma once

// PostgreSQL's text format: how parameters are written and columns are read. The session is set to UTC, ISO dates and
// hex bytea.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::postgres {

/// "2024-01-15 10:00:00.123456+00"; finer digits than microseconds are cut off, infinities are "infinity" and
/// "-infinity".
std::string TimeToText(absl::Time time);
/// TIMESTAMPTZ, TIMESTAMP (taken as UTC) and DATE (its midnight).
absl::StatusOr<absl::Time> TimeFromText(std::string_view text);

/// {"a","b \"c\""}
std::string ArrayToText(const std::vector<std::string>& items);
/// NULL elements become empty strings.
absl::StatusOr<std::vector<std::string>> ArrayFromText(std::string_view text);

/// The bytes of "\x00ff".
absl::StatusOr<std::string> BytesFromHex(std::string_view text);

/// "name" with quotes doubled, safe to put into a statement.
std::string QuoteIdentifier(std::string_view name);
/// Quotes the parts of "schema.table" one by one.
std::string QuoteTable(std::string_view table);

}  // namespace mib::postgres
