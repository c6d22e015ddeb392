#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::notification {

/// A thread that repeats one step: again at once while the step says that there is more, otherwise after `idle` or a
/// Wake. After an error it logs and waits, from 100 ms doubling to 5 s. Ends, after the step under way, when destroyed.
/// Wake may be called from any thread.
class Worker {
 public:
  using StepFunction = std::function<absl::StatusOr<bool>()>;

  Worker(std::string name, absl::Duration idle, StepFunction step);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Wake();

 private:
  void Run();
  /// False when it is time to end.
  bool Wait(absl::Duration duration);

  const std::string name_;
  const absl::Duration idle_;
  const StepFunction step_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool woken_ = false;
  bool stopping_ = false;
  // Last: it uses all of the above.
  std::thread thread_;
};

}  // namespace mib::notification
