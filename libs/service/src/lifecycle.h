#pragma once

#include <string>

#include "absl/time/time.h"
#include "mib/service/service.h"

namespace mib::service {

struct LifecycleOptions {
  std::string name;
  std::string version;
  config::v1::Runtime runtime;
  /// How long a start is tried again while something that it needs is away (kUnavailable).
  absl::Duration start_timeout = absl::Seconds(60);
};

/// Starts the App, serves the admin port, waits for a signal, stops. OK after an orderly stop; otherwise why it could
/// not start.
absl::Status RunLifecycle(const LifecycleOptions& options, const Factory& factory);

}  // namespace mib::service
