#include "lifecycle.h"

#include <algorithm>
#include <csignal>
#include <exception>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "admin.h"
#include "fmt/format.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/resilience/backoff.h"
#include "mib/telemetry/trace.h"
#include "readiness.h"
#include "signals.h"
#include "watchdog.h"

namespace mib::service {
namespace {

// Of the time for stopping, the share that the App gets; the rest is for its destruction and for the last spans.
constexpr double kAppShare = 0.8;
constexpr resilience::BackoffPolicy kStartBackoff = {.base = absl::Seconds(1), .cap = absl::Seconds(5), .attempts = 0};

absl::StatusOr<std::unique_ptr<App>> TryToStart(const Factory& factory, Runtime& runtime) {
  try {
    return factory(runtime);
  } catch (const std::exception& error) {
    return absl::InternalError(error.what());
  }
}

// The App; or nullptr when a signal came first; or why there is none.
absl::StatusOr<std::unique_ptr<App>> StartApp(const LifecycleOptions& options, const Factory& factory, Runtime& runtime,
                                              Readiness& readiness, Signals& signals) {
  uint64_t seed = 0;
  RandomBytes(reinterpret_cast<uint8_t*>(&seed), sizeof seed);
  resilience::Backoff backoff(kStartBackoff, seed);
  const absl::Time give_up = runtime.clock.Now() + options.start_timeout;
  for (;;) {
    absl::StatusOr<std::unique_ptr<App>> app = TryToStart(factory, runtime);
    const absl::Duration left = give_up - runtime.clock.Now();
    if (app.ok() || app.status().code() != absl::StatusCode::kUnavailable || left <= absl::ZeroDuration()) return app;
    const std::string reason = ToString(app.status());
    const absl::Duration wait = std::min(left, backoff.Next());
    readiness.ClearApp(fmt::format("starting: {}", reason));
    log::Warning("cannot start yet", {{"reason", reason},
                                      {"attempt", backoff.tried()},
                                      {"retry_in_ms", absl::ToInt64Milliseconds(wait)},
                                      {"give_up_in_s", absl::ToInt64Seconds(left)}});
    if (signals.WaitFor(wait)) return std::unique_ptr<App>();
  }
}

absl::Status StartTracing(const LifecycleOptions& options) {
  return telemetry::InitTracing({.service = options.name,
                                 .otlp_endpoint = options.runtime.otlp_endpoint(),
                                 .file = options.runtime.trace_file(),
                                 .sample_ratio = options.runtime.trace_sample_ratio()});
}

}  // namespace

absl::Status RunLifecycle(const LifecycleOptions& options, const Factory& factory) {
  // A peer that goes away is an error of the write, not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  Signals signals;
  RETURN_IF_ERROR(StartTracing(options));
  const absl::Cleanup end_tracing = telemetry::ShutdownTracing;

  SystemClock clock;
  telemetry::Metrics metrics;
  Runtime runtime{clock, metrics, options.version};
  Readiness readiness(clock);
  ASSIGN_OR_RETURN(const std::unique_ptr<Admin> admin,
                   Admin::Start({options.runtime.admin_listen(), options.name, options.version}, metrics, readiness));
  log::Info("listening", {{"endpoint", "admin"}, {"port", admin->port()}});

  ASSIGN_OR_RETURN(std::unique_ptr<App> app, StartApp(options, factory, runtime, readiness, signals));
  if (app != nullptr) {
    readiness.SetApp(app.get());
    log::Info("started", {{"version", options.version}, {"admin_port", admin->port()}});
    signals.Wait();
  }

  const absl::Duration timeout = absl::Milliseconds(options.runtime.shutdown_timeout_ms());
  const Watchdog watchdog(timeout);
  readiness.ClearApp("stopping");
  if (app != nullptr) app->Stop(timeout * kAppShare);
  app.reset();
  admin->Shutdown(absl::Seconds(1));
  telemetry::ShutdownTracing();
  log::Info("stopped");
  return absl::OkStatus();
}

}  // namespace mib::service
