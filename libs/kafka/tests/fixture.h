#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mib/kafka/consumer.h"
#include "mib/kafka/producer.h"
#include "mib/kafka/topics.h"

namespace mib::kafka {

/// The broker that MIB_TEST_KAFKA names, with a topic prefix of the test's own. Skips the test when it is unset.
class Fixture {
 public:
  Fixture();

  /// A topic "t" (or another name) with this many partitions.
  void CreateTopic(int partitions, const std::string& name = "t");
  std::unique_ptr<Producer> OpenProducer() { return OpenProducer(options); }
  std::unique_ptr<Producer> OpenProducer(const Options& with);
  std::unique_ptr<Consumer> OpenConsumer(PartitionListener listener = {}, bool broadcast = false);
  /// Writes the values under the key, and waits until the broker has them.
  void Send(const std::vector<std::string>& values, const std::string& key = "k", const std::string& topic = "t");
  double Metric(const std::string& name) const;

  Options options;
  telemetry::Metrics metrics;

 private:
  std::unique_ptr<Producer> producer_;
};

/// Polls until `count` records have come (or a minute is over), errors that may pass included.
std::vector<ConsumedRecord> PollFor(Consumer& consumer, size_t count, int max = 100);
std::vector<std::string> ValuesOf(const std::vector<ConsumedRecord>& records);
/// Polls until `done`, and fails the test after a minute.
void PollUntil(Consumer& consumer, const std::function<bool()>& done);
/// "0", "1", ... up to `count`.
std::vector<std::string> Numbers(int count);

}  // namespace mib::kafka
