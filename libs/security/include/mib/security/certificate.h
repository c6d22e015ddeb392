#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::security {

/// "auth" for a PEM certificate whose URI SAN is spiffe://mib/auth. Fails when there is none, or more than one.
absl::StatusOr<std::string> ServiceOf(std::string_view certificate_pem);
/// The same from the SAN text itself; empty when it is not one of ours.
std::string ServiceFromUri(std::string_view uri);
absl::StatusOr<absl::Time> ExpiryOf(std::string_view certificate_pem);

}  // namespace mib::security
