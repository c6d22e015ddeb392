#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/api/v1/annotations.pb.h"
#include "mib/kafka/producer.h"

namespace mib::kafka {

struct TopicContract {
  /// Full name of the message.
  std::string schema;
  mib::api::v1::Topic topic;
};

/// Every topic of the linked contracts, by name.
std::vector<TopicContract> TopicsOfContracts();

/// Those of `topics` that the cluster does not have. Fails when one exists with fewer partitions than its contract.
absl::StatusOr<std::vector<TopicContract>> MissingTopics(const Options& options,
                                                         const std::vector<TopicContract>& topics);

/// Creates the topics that are missing, with partitions, retention and compaction as the contracts say; changes none
/// that exists, and fails when one exists with fewer partitions than its contract.
absl::Status EnsureTopics(const Options& options, const std::vector<TopicContract>& topics, int replication);

}  // namespace mib::kafka
