#pragma once

// Where the time comes from. Everything that asks for the time takes a Clock, so that a test can hold it still.

#include "absl/time/time.h"

namespace mib {

/// Thread safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
  /// Returns after `duration`; a simulated clock returns at once and is `duration` later.
  virtual void Sleep(absl::Duration duration) = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  void Sleep(absl::Duration duration) override;
};

}  // namespace mib
