#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <memory>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/panel.h"

namespace mib::indicators {

// An updater is a class with kInputs, kOutputs, a constructor from Params and `bool Update(const double* in, double*
// out)`: a bar's inputs and the indicator's outputs, in the order of its Definition; false during the warm-up, when
// `out` is left as it was. From it all forms of an indicator are made, so they cannot differ.

template <typename Updater>
class Adapter final : public Indicator {
 public:
  explicit Adapter(Params params) : updater_(params) {}
  // All in one function, down to the last window: a call costs as much as some windows.
  __attribute__((flatten)) bool Update(std::span<const double> in, std::span<double> out) override {
    return updater_.Update(in.data(), out.data());
  }

 private:
  Updater updater_;
};

template <typename Updater>
std::unique_ptr<Indicator> Make(Params params) {
  return std::make_unique<Adapter<Updater>>(params);
}

// An updater may have a quicker way through whole columns, `void Run(const double* const* in, size_t count, double*
// const* out)`: what Update gives for each of `count` (up to kBlock) bars, once it has been true; it is true from then
// on. The columns `in` begin at the first of these bars; all bars before lie in front of it. No Update comes after a
// Run.

template <typename Updater>
concept HasRun = requires(Updater updater, const double* const* in, double* const* out) { updater.Run(in, 1, out); };

/// Update for one row after the other from `begin` on; with `until_first`, until one gives a value. The row after.
template <typename Updater>
size_t UpdateRows(Updater& updater, size_t begin, bool until_first, InColumns in, OutColumns out) {
  std::array<double, Updater::kInputs> row;
  std::array<double, Updater::kOutputs> values;
  bool ready = false;
  size_t i = begin;
  for (; i < in[0].size() && !(until_first && ready); ++i) {
    for (size_t c = 0; c < row.size(); ++c) row[c] = in[c][i];
    ready = updater.Update(row.data(), values.data());
    if (!ready) values.fill(std::numeric_limits<double>::quiet_NaN());
    for (size_t c = 0; c < values.size(); ++c) out[c][i] = values[c];
  }
  return i;
}

template <typename Updater>
void Batch(Params params, InColumns in, OutColumns out) {
  Updater updater(params);
  if constexpr (!HasRun<Updater>) {
    UpdateRows(updater, 0, false, in, out);
  } else {
    std::array<const double*, Updater::kInputs> from;
    std::array<double*, Updater::kOutputs> to;
    for (size_t i = UpdateRows(updater, 0, true, in, out); i < in[0].size(); i += kBlock) {
      for (size_t c = 0; c < from.size(); ++c) from[c] = in[c].data() + i;
      for (size_t c = 0; c < to.size(); ++c) to[c] = out[c].data() + i;
      updater.Run(from.data(), std::min(kBlock, in[0].size() - i), to.data());
    }
  }
}

}  // namespace mib::indicators
