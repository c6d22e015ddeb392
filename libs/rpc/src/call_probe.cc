#include "call_probe.h"

namespace mib::rpc {

CallProbe::CallProbe(telemetry::Metrics& metrics, std::string prefix, std::string method)
    : metrics_(metrics),
      prefix_(std::move(prefix)),
      method_(std::move(method)),
      duration_(metrics.Histogram(prefix_ + "_duration_seconds", "Time from the start of a call to its answer.",
                                  {{"method", method_}})) {}

void CallProbe::Record(absl::StatusCode code, absl::Duration duration) {
  duration_.Observe(absl::ToDoubleSeconds(duration));
  const auto index = static_cast<size_t>(code);
  std::atomic<prometheus::Counter*>& slot =
      by_code_[index < kCodes ? index : static_cast<size_t>(absl::StatusCode::kUnknown)];
  prometheus::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads may come here at once: the registry gives both the same counter.
    counter = &metrics_.Counter(prefix_ + "_requests_total", "Calls by method and outcome.",
                                {{"method", method_}, {"code", absl::StatusCodeToString(code)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->Increment();
}

}  // namespace mib::rpc
