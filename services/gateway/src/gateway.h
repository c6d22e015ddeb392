#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "health_monitor.h"
#include "mib/bar_source/bar_source.h"
#include "mib/base/clock.h"
#include "mib/config/v1/gateway.pb.h"
#include "mib/kafka/consumer.h"
#include "mib/telemetry/metrics.h"
#include "upstreams.h"

namespace mib::gateway {

/// The gateway itself, over interfaces to the outside: the same parts run in the service and, with fakes, in its tests.
///
/// Thread safe. What is in Outside outlives Shutdown; channels are to be destroyed (which waits for their calls)
/// between Shutdown and the destruction of this, because their last answers still come here.
class Gateway {
 public:
  struct Outside {
    /// With one named "auth".
    Upstreams upstreams;
    redis::Redis& redis;
    /// Null: nothing is streamed.
    std::unique_ptr<kafka::Consumer> consumer;
    /// Where streamed indicators begin.
    bar_source::BarSource& bars;
    Clock& clock;
    telemetry::Metrics& metrics;
    std::string version;
  };

  /// Fails for contracts or a configuration that cannot be served, and when the address is taken.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const config::v1::Gateway& config, Outside outside);
  ~Gateway();

  int port() const;
  std::shared_ptr<const PlatformHealth> health() const;
  /// Asks all services how they are, now, instead of waiting for the next round.
  void CheckHealthNow();
  /// Moves the streams' timers on, for tests with a clock that stands still.
  void TickStreams();
  void Shutdown(absl::Duration grace);

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace mib::gateway
