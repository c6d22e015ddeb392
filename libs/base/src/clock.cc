#include "mib/base/clock.h"

#include "absl/time/clock.h"

namespace mib {

absl::Time SystemClock::Now() const { return absl::Now(); }

void SystemClock::Sleep(absl::Duration duration) { absl::SleepFor(duration); }

}  // namespace mib
