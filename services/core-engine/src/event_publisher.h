#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "changes.h"
#include "mib/kafka/producer.h"
#include "probe.h"

namespace mib::core_engine {

/// Sends the events of one transaction and waits for them. Used by the engine's thread alone. Event ids follow from the
/// events, so that what is sent twice, after a failed commit, is the same twice.
class EventPublisher {
 public:
  EventPublisher(kafka::Producer& producer, Probe& probe) : producer_(producer), probe_(probe) {}

  /// Finals and revisions in order, then `stored` (providers' and rolled-up bars), open bars, quotes and dead letters.
  absl::Status Publish(const Changes& changes, const std::vector<market::v1::Bar>& stored);

 private:
  absl::Status SendBar(const market::v1::Bar& bar);
  absl::Status Send(kafka::Record record);

  kafka::Producer& producer_;
  Probe& probe_;
};

/// "bar/BTC-USD/1m/1704067200/1/TRADES" for a final bar; a digest of its content for an open one, of which many are the
/// same revision.
std::string EventId(const market::v1::Bar& bar);

}  // namespace mib::core_engine
