#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "job.h"

namespace mib::ingestion {

/// The jobs of all processes. A running job belongs to the owner of its lease until the lease ends; who lost it can
/// change nothing any more. Thread safe.
class JobStore {
 public:
  virtual ~JobStore() = default;
  virtual absl::Status Insert(const Job& job) = 0;
  /// NOT_FOUND.
  virtual absl::StatusOr<Job> Find(const std::string& id) = 0;
  /// Newest first; an empty status means any.
  virtual absl::StatusOr<std::vector<Job>> List(uint32_t limit, const std::string& status) = 0;
  /// Cancels what is queued or running and returns the job as it is then.
  virtual absl::StatusOr<Job> Cancel(const std::string& id) = 0;

  /// The oldest job that waits, or whose owner let its lease end; it is running and `owner`'s from now on.
  virtual absl::StatusOr<std::optional<Job>> Lease(std::string_view owner, absl::Duration lease) = 0;
  /// Keeps the leases of these owners for so much longer.
  virtual absl::Status Renew(const std::vector<std::string>& owners, absl::Duration lease) = 0;
  /// Saves progress and cursor. False when the job is no longer the owner's: cancelled, or taken over.
  virtual absl::StatusOr<bool> Save(const Job& job, std::string_view owner) = 0;
  /// Saves and ends with job.status. False as with Save.
  virtual absl::StatusOr<bool> Finish(const Job& job, std::string_view owner) = 0;
  /// Saves and puts it back into the queue, not to be taken before `wait` has passed. False as with Save.
  virtual absl::StatusOr<bool> Postpone(const Job& job, std::string_view owner, absl::Duration wait) = 0;
};

}  // namespace mib::ingestion
