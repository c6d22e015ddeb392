#include "worker.h"

#include <algorithm>
#include <chrono>

#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::notification {
namespace {

constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(5);

}  // namespace

Worker::Worker(std::string name, absl::Duration idle, StepFunction step)
    : name_(std::move(name)), idle_(idle), step_(std::move(step)), thread_([this] { Run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

void Worker::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

void Worker::Run() {
  absl::Duration after_error = kFirstWait;
  for (bool go_on = true; go_on;) {
    const auto more = step_();
    if (!more.ok()) {
      log::Warning("a step failed and will be tried again", {{"worker", name_}, {"reason", ToString(more.status())}});
      go_on = Wait(after_error);
      after_error = std::min(after_error * 2, kLongestWait);
      continue;
    }
    after_error = kFirstWait;
    go_on = Wait(*more ? absl::ZeroDuration() : idle_);
  }
}

bool Worker::Wait(absl::Duration duration) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, absl::ToChronoNanoseconds(duration), [this] { return woken_ || stopping_; });
  woken_ = false;
  return !stopping_;
}

}  // namespace mib::notification
