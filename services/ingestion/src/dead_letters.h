#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "mib/base/clock.h"
#include "mib/events/v1/dead_letter.pb.h"
#include "mib/kafka/producer.h"

namespace mib::ingestion {

/// Keeps refused records where people can look at them. Thread safe.
class DeadLetterStore {
 public:
  virtual ~DeadLetterStore() = default;
  /// One that is there already is not written twice.
  virtual absl::Status Save(const std::vector<events::v1::DeadLetter>& letters) = 0;
  /// Newest first.
  virtual absl::StatusOr<std::vector<events::v1::DeadLetter>> List(uint32_t limit) = 0;
};

/// Where every record goes that cannot be used: the stream it came from goes on. Letters wait in memory until Flush
/// brings them to the topic and the table; while both are away the newest kMaxWaiting are kept, and the others are in
/// the log only.
///
/// Thread safe; Refuse never blocks on the network.
class DeadLetters {
 public:
  static constexpr size_t kMaxWaiting = 10'000;
  static constexpr size_t kMaxPayloadBytes = 64u << 10;

  DeadLetters(kafka::Producer& producer, DeadLetterStore& store, Clock& clock)
      : producer_(producer), store_(store), clock_(clock) {}

  /// `origin` names source and kind: "coinbase/feed".
  void Refuse(std::string_view origin, std::string_view symbol, std::string_view reason, std::string_view payload);
  /// Called about once a second by one thread, and before the end.
  void Flush();
  size_t waiting() const;

 private:
  void Publish(std::vector<events::v1::DeadLetter>* letters);

  kafka::Producer& producer_;
  DeadLetterStore& store_;
  Clock& clock_;
  mutable absl::Mutex mutex_;
  std::deque<events::v1::DeadLetter> waiting_ ABSL_GUARDED_BY(mutex_);
  // Published, not yet in the table. Only the thread that flushes.
  std::vector<events::v1::DeadLetter> unsaved_;
};

}  // namespace mib::ingestion
