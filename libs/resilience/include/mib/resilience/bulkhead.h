#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mib::resilience {

/// A bounded pool of threads with a bounded queue: what blocks in one place cannot take the threads of another. Thread
/// safe.
class Bulkhead {
 public:
  Bulkhead(int threads, int max_queued);
  /// Finishes what is queued.
  ~Bulkhead();
  /// False when the queue is full.
  bool Run(std::function<void()> work);
  int queued() const;

 private:
  void Work();

  const size_t max_queued_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mib::resilience
