#pragma once

// Errors that a caller of the platform can act on: a code of the catalogue (mib/api/v1/errors.proto), a sentence,
// details. They travel as absl::Status with an ErrorDetail payload, across gRPC too, and become the API's error body in
// the gateway.

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "mib/api/v1/errors.pb.h"

namespace mib::errors {

using Details = std::vector<std::pair<std::string, std::string>>;

/// An error of the catalogue; the canonical status code is the catalogue's.
absl::Status Make(api::v1::ErrorCode code, std::string_view message, const Details& details = {});

/// VALIDATION_FAILED with one entry per field at fault.
absl::Status Invalid(const std::vector<std::pair<std::string, std::string>>& field_and_message);

/// INVALID_SYMBOL; `suggestion` may be empty.
absl::Status UnknownSymbol(std::string_view symbol, std::string_view suggestion = {});

/// The catalogue entry a status carries. One that carries none maps by its canonical code (kInternal, kUnknown ->
/// INTERNAL, ...).
api::v1::ErrorDetail DetailOf(const absl::Status& status);

/// What the catalogue says of a code.
const api::v1::ErrorMeaning& MeaningOf(api::v1::ErrorCode code);

/// The detail to put into gRPC's status details, serialised; empty where the status carries none. And back.
std::string SerializeDetail(const absl::Status& status);
absl::Status WithDetail(absl::Status status, std::string_view serialized_detail);

/// True if trying the same thing again may succeed: kUnavailable, kAborted, kResourceExhausted, kDeadlineExceeded.
bool IsRetryable(const absl::Status& status);

}  // namespace mib::errors
