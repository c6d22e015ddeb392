#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "mib/base/clock.h"
#include "mib/kafka/record.h"
#include "mib/telemetry/metrics.h"

namespace mib::kafka {

struct Options {
  /// host:port, several separated by commas.
  std::string brokers = {};
  /// Set before every topic and group name.
  std::string prefix = {};
  /// Names this process to the broker.
  std::string client_id = {};
};

/// Writes records. Thread safe.
class Producer {
 public:
  using DeliveryCallback = std::function<void(const absl::Status&)>;

  virtual ~Producer() = default;
  /// Queues a record; never blocks. kResourceExhausted when the queue is full: call Flush or wait, then try again
  /// (retryable). `done` (may be empty) runs once on the producer's thread, with OK when the broker has it for good.
  virtual absl::Status Send(Record record, DeliveryCallback done = {}) = 0;
  /// Waits until everything sent before is delivered; the first failure since the last Flush, if any.
  virtual absl::Status Flush(absl::Duration timeout) = 0;
};

/// Idempotent, acks=all, lz4, over librdkafka. Keeps trying while the broker is away (up to the delivery timeout, 5
/// minutes); nothing sent is dropped silently: each record's callback or the next Flush tells.
absl::StatusOr<std::unique_ptr<Producer>> OpenProducer(const Options& options, telemetry::Metrics& metrics);

}  // namespace mib::kafka
