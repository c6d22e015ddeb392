#include "probe.h"

namespace mib::redis {

Probe::Probe(telemetry::Metrics& metrics)
    : duration_(metrics.Histogram("mib_redis_duration_seconds", "Time of one round trip to Redis.")),
      up_(metrics.Gauge("mib_redis_up", "1 while Redis answers.")) {
  for (const std::string command : {"get", "mget", "set", "set_many", "del", "eval", "ping"}) {
    const auto counter = [&](const std::string& result) {
      return &metrics.Counter("mib_redis_commands_total", "Commands to Redis by result.",
                              {{"command", command}, {"result", result}});
    };
    commands_.emplace(command, Counters{counter("ok"), counter("error"), counter("rejected")});
  }
}

void Probe::Count(std::string_view command, const absl::Status& status, absl::Duration took) {
  const Counters& counters = commands_.find(command)->second;
  (status.ok() ? counters.ok : counters.error)->Increment();
  duration_.Observe(absl::ToDoubleSeconds(took));
  up_.Set(absl::IsUnavailable(status) ? 0 : 1);
}

void Probe::CountRejected(std::string_view command) { commands_.find(command)->second.rejected->Increment(); }

}  // namespace mib::redis
