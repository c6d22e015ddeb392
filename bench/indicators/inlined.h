#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

#include "mib/indicators/definition.h"
#include "rows.h"

namespace mib::bench {

/// ns per update of an indicator whose class the compiler knows, and may put into the loop; else as NsPerUpdate.
using InlinedTimer = double (*)(indicators::Params params, const Rows& in);

/// Of an indicator by its name; null where there is none.
InlinedTimer FindInlined(std::string_view name);

/// One pass over the bars. All in one function, as a compiler makes it of one that is not too large.
template <typename Updater>
__attribute__((noinline, flatten)) void UpdateAll(indicators::Params params, const Rows& in, double* out) {
  Updater updater(params);
  const double* row = in.values.data();
  for (size_t left = in.bars(); left > 0;) {
    const size_t count = std::min(left, kKept);
    for (size_t i = 0; i < count; ++i, row += Updater::kInputs) updater.Update(row, out + i * Updater::kOutputs);
    left -= count;
  }
}

template <typename Updater>
double NsPerInlinedUpdate(indicators::Params params, const Rows& in) {
  std::vector<double> out(kKept * Updater::kOutputs);
  return NsPerBar(in.bars(), [&] { UpdateAll<Updater>(params, in, out.data()); });
}

}  // namespace mib::bench
