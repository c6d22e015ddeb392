#pragma once

#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ingestion_service.h"
#include "job.h"
#include "mib/ingestion/v1/ingestion.pb.h"

namespace mib::ingestion {

/// The job that a request asks for, without an id. VALIDATION_FAILED names every field at fault and what it accepts;
/// INVALID_TIME_RANGE when nothing lies between start and end.
absl::StatusOr<Job> ReadJobRequest(const v1::CreateJobRequest& request, std::span<const SourceEntry> sources,
                                   const std::string& import_dir, absl::Time now);

}  // namespace mib::ingestion
