#pragma once

#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "mib/base/clock.h"
#include "mib/service/service.h"

namespace mib::service {

/// Whether the service can take work, and if not, why. Thread safe. An App that is being asked is not destroyed:
/// ClearApp waits.
class Readiness {
 public:
  explicit Readiness(const Clock& clock) : clock_(clock) {}

  /// Not ready, for a reason outside the App: it is being started, or stopped.
  void ClearApp(std::string_view reason);
  void SetApp(App* app);
  /// Asks the App, at most once a second; in between the answer is the last one.
  absl::Status Check();

 private:
  const Clock& clock_;
  absl::Mutex mutex_;
  App* app_ ABSL_GUARDED_BY(mutex_) = nullptr;
  absl::Status last_ ABSL_GUARDED_BY(mutex_) = absl::UnavailableError("starting");
  absl::Time checked_at_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace mib::service
