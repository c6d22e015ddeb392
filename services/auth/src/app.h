#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "mib/config/v1/auth.pb.h"
#include "mib/service/service.h"

namespace mib::auth {

/// Builds the service and starts serving. kUnavailable while the database is away.
absl::StatusOr<std::unique_ptr<service::App>> StartApp(const config::v1::Auth& config, service::Runtime& runtime);

}  // namespace mib::auth
