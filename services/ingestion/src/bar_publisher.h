#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"
#include "mib/kafka/producer.h"
#include "mib/market/interval.h"
#include "mib/market/v1/market.pb.h"
#include "rows.h"

namespace mib::ingestion {

/// Bars of one instrument on their way to the engine.
struct BarBatch {
  std::string source;
  market::Interval interval = market::Interval::k1d;
  market::v1::Instrument instrument;
  std::vector<BarRow> bars;
  /// Goes into the events' ids: the same piece of the same job has the same id, however often it is sent.
  std::string job_id;
};

/// Publishes provider bars. Thread safe.
class BarPublisher {
 public:
  static constexpr size_t kMaxBars = 1000;

  BarPublisher(kafka::Producer& producer, Clock& clock) : producer_(producer), clock_(clock) {}

  /// Returns when the broker has every bar, or with the first failure; a part may have arrived then, and may be sent
  /// again. kDeadlineExceeded when the broker does not answer for `timeout`.
  absl::Status Publish(const BarBatch& batch, absl::Duration timeout);

 private:
  absl::Status SendWhenRoom(const kafka::Record& record, const kafka::Producer::DeliveryCallback& done,
                            absl::Time deadline);

  kafka::Producer& producer_;
  Clock& clock_;
};

}  // namespace mib::ingestion
