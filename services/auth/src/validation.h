#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "stores.h"

namespace mib::auth {

/// The contract's rules for a new account, checked here too because a broken edge must not put a broken account into
/// the database. VALIDATION_FAILED with every field at fault.
absl::Status ValidateAccount(const User& user, std::string_view password);

}  // namespace mib::auth
