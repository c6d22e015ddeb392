#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "mib/config/v1/ingestion.pb.h"
#include "mib/service/service.h"

namespace mib::ingestion {

/// Builds the service: the only place that makes concrete clients. kUnavailable while the database or the broker's
/// client cannot be had; trying again is right then.
absl::StatusOr<std::unique_ptr<service::App>> StartApp(const config::v1::Ingestion& config, service::Runtime& runtime);

}  // namespace mib::ingestion
