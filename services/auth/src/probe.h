#pragma once

#include "mib/telemetry/metrics.h"

namespace mib::auth {

/// Every metric of the service.
struct Probe {
  explicit Probe(telemetry::Metrics& metrics);

  prometheus::Counter& login_ok;
  prometheus::Counter& login_wrong;
  prometheus::Counter& login_locked;
  prometheus::Counter& refresh_ok;
  prometheus::Counter& refresh_unknown;
  /// A refresh token was used a second time: by a thief, or by its owner after the thief.
  prometheus::Counter& refresh_reused;
  prometheus::Counter& api_key_ok;
  prometheus::Counter& api_key_unknown;
  prometheus::Histogram& password_seconds;
};

}  // namespace mib::auth
