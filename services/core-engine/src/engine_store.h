#pragma once

#include <functional>
#include <map>
#include <vector>

#include "absl/status/statusor.h"
#include "changes.h"

namespace mib::core_engine {

/// Where the engine keeps its rows, its state and its offsets. Used by the engine's thread alone.
class EngineStore {
 public:
  /// Sends the events of a transaction, given the providers' and rolled-up bars that really changed; an error undoes
  /// the transaction.
  using Publish = std::function<absl::Status(const std::vector<market::v1::Bar>& stored)>;

  virtual ~EngineStore() = default;

  virtual absl::StatusOr<Snapshot> Load(const std::vector<kafka::TopicPartition>& partitions) = 0;

  /// Stores all of `changes` and moves the offsets, or does nothing. `publish` runs after everything is written and
  /// before the commit, and only while the offsets are ours: a process that was replaced without noticing can neither
  /// write nor publish.
  ///
  /// kOutOfRange: an offset is not where we left it, another process has gone on; load again. kUnknown: the connection
  /// broke during the commit, look with ReadOffsets. Anything else: nothing was stored, try again.
  virtual absl::Status Commit(const Changes& changes, const Publish& publish) = 0;

  virtual absl::StatusOr<std::map<kafka::TopicPartition, int64_t>> ReadOffsets(
      const std::vector<kafka::TopicPartition>& partitions) = 0;
};

}  // namespace mib::core_engine
