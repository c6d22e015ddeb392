#include "probe.h"

namespace mib::auth {
namespace {

prometheus::Counter& Logins(telemetry::Metrics& metrics, const char* result) {
  return metrics.Counter("mib_auth_logins_total", "Attempts to log in.", {{"result", result}});
}

prometheus::Counter& Refreshes(telemetry::Metrics& metrics, const char* result) {
  return metrics.Counter("mib_auth_refreshes_total", "Exchanges of refresh tokens.", {{"result", result}});
}

prometheus::Counter& ApiKeys(telemetry::Metrics& metrics, const char* result) {
  return metrics.Counter("mib_auth_api_key_checks_total", "API keys asked about by the gateway.", {{"result", result}});
}

}  // namespace

Probe::Probe(telemetry::Metrics& metrics)
    : login_ok(Logins(metrics, "ok")),
      login_wrong(Logins(metrics, "wrong")),
      login_locked(Logins(metrics, "locked")),
      refresh_ok(Refreshes(metrics, "ok")),
      refresh_unknown(Refreshes(metrics, "unknown")),
      refresh_reused(Refreshes(metrics, "reused")),
      api_key_ok(ApiKeys(metrics, "ok")),
      api_key_unknown(ApiKeys(metrics, "unknown")),
      password_seconds(metrics.Histogram("mib_auth_password_duration_seconds", "Time to hash or check one password.")) {
}

}  // namespace mib::auth
