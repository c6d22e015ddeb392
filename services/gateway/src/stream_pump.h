#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "mib/kafka/consumer.h"
#include "stream_hub.h"
#include "stream_indicators.h"

namespace mib::gateway {

/// Carries bars, quotes and alerts from the log to the hub, and bars to the indicators, on a thread of its own. A
/// record that cannot be read is counted and passed over; while the log is away, it keeps trying and the stream is
/// quiet.
class StreamPump {
 public:
  StreamPump(std::unique_ptr<kafka::Consumer> consumer, StreamHub& hub, StreamIndicators& indicators, Clock& clock,
             Probe& probe)
      : consumer_(std::move(consumer)), hub_(hub), indicators_(indicators), clock_(clock), probe_(probe) {}
  ~StreamPump() { Stop(); }

  void Start();
  void Stop();
  /// Polls once and publishes what came.
  absl::Status PumpOnce(absl::Duration timeout);

 private:
  void Publish(kafka::ConsumedRecord record);

  const std::unique_ptr<kafka::Consumer> consumer_;
  StreamHub& hub_;
  StreamIndicators& indicators_;
  Clock& clock_;
  Probe& probe_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// The topics it reads.
std::vector<std::string> StreamTopics();

}  // namespace mib::gateway
