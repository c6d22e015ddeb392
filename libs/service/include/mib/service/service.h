#pragma once

// What every executable does around its App: flags, configuration, logging, tracing, the admin port, signals, a
// graceful stop.
//
//   int main(int argc, char** argv) {
//     return mib::service::Main<mib::config::v1::Auth>(argc, argv, "auth", [](const auto& config,
//     mib::service::Runtime& runtime) {
//       return mib::auth::App::Start(config, runtime);
//     });
//   }

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "mib/base/clock.h"
#include "mib/config/v1/common.pb.h"
#include "mib/telemetry/metrics.h"

namespace google::protobuf {
class Message;
}

namespace mib::service {

/// What the platform gives an App. Outlives it.
struct Runtime {
  Clock& clock;
  telemetry::Metrics& metrics;
  std::string version;
};

/// A running service. Made, stopped and then destroyed by the main thread; Ready is called by another.
class App {
 public:
  virtual ~App() = default;
  /// OK when all that the service needs is there; asked by /readyz, at most once a second.
  virtual absl::Status Ready() = 0;
  /// Finishes what runs within `grace`; nothing that was acknowledged is lost.
  virtual void Stop(absl::Duration grace) = 0;
};

using Factory = std::function<absl::StatusOr<std::unique_ptr<App>>(Runtime&)>;

/// Runs until SIGTERM or SIGINT; a second signal ends the process at once, and so does a stop that takes longer than
/// runtime.shutdown_timeout_ms. `config` must have a field `runtime` of type mib.config.v1.Runtime; `factory` is called
/// after it is filled, again and again for 60 s while it fails with kUnavailable (a database that is still starting),
/// with /healthz answering. Flags: --config FILE, --check-config, --print-config, --version, --help. Exit status 0, 2
/// for a wrong command line or configuration, 1 when the service cannot start or not stop in time.
int Run(int argc, char** argv, std::string_view name, google::protobuf::Message* config, const Factory& factory);

template <typename Config, typename Start>
int Main(int argc, char** argv, std::string_view name, Start start) {
  Config config;
  return Run(argc, argv, name, &config, [&](Runtime& runtime) { return start(config, runtime); });
}

}  // namespace mib::service
