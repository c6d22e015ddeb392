#pragma once

#include <cstddef>

namespace mib::indicators {

/// `scale` times the square roots of `count` values; `roots` may be `x`.
void RunRoots(const double* x, size_t count, double scale, double* roots);

}  // namespace mib::indicators
