#include "pacer.h"

#include <algorithm>
#include <cmath>

namespace mib::venue {

constexpr absl::Duration kMaxBurst = absl::Milliseconds(100);

int Pacer::Due(absl::Time now) {
  due_from_ = std::max(due_from_, now - std::max(kMaxBurst, absl::Seconds(1 / per_second_)));
  const double due = std::floor(absl::ToDoubleSeconds(now - due_from_) * per_second_ + 1e-6);
  if (due < 1) return 0;
  due_from_ += absl::Seconds(due / per_second_);
  return static_cast<int>(due);
}

}  // namespace mib::venue
