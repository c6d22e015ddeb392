#pragma once

#include "absl/time/time.h"

namespace mib::venue {

/// How many events are due at a rate, when asked now and then. After a pause it goes on from there: what was missed is
/// not made up for in one burst that no receiver could take. One thread.
class Pacer {
 public:
  Pacer(double per_second, absl::Time start) : per_second_(per_second), due_from_(start) {}

  int Due(absl::Time now);

 private:
  const double per_second_;
  absl::Time due_from_;
};

}  // namespace mib::venue
