#include "mib/resilience/bulkhead.h"

#include <exception>
#include <utility>

#include "mib/base/log.h"

namespace mib::resilience {

Bulkhead::Bulkhead(int threads, int max_queued) : max_queued_(static_cast<size_t>(max_queued)) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Bulkhead::~Bulkhead() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Bulkhead::Run(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

int Bulkhead::queued() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int>(queue_.size());
}

void Bulkhead::Work() {
  for (;;) {
    std::unique_lock lock(mutex_);
    wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (queue_.empty()) return;
    const std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    try {
      work();
    } catch (const std::exception& error) {
      // One piece of work must not take the process, and all the others, with it.
      log::Error("work in a bulkhead threw an exception", {{"error", error.what()}});
    }
  }
}

}  // namespace mib::resilience
