#include "mib/indicators/exact_sum.h"

#include <algorithm>
#include <limits>

#include "wide_sum.h"

namespace mib::indicators {

struct ExactSum::Far {
  WideSum sum{};
  int64_t not_finite = 0;
  // That would suit the last term that did not fit.
  Scale scale{};
  // Bits that the sum may be longer than its longest term.
  int headroom = 0;
};

void ExactSum::DeleteFar(Far* far) { delete far; }

ExactSum::Far* ExactSum::MakeFar(int weight) {
  // One bit more, for what passes through while terms are exchanged, and one for the sign's side of rounding.
  return new Far{.headroom = static_cast<int>(std::bit_width(static_cast<unsigned>(weight))) + 2};
}

ExactSum::Scale ExactSum::ScaleFor(const Far& far, double term) {
  constexpr int kDigits = 53;
  constexpr int kHighest = 1022;
  if (!std::isfinite(term) || term == 0) return {};
  // A term may have 2 * (kDigits - headroom) bits; those beyond its own 53 leave room for larger and smaller ones.
  const int spare = std::max(kDigits - 2 * far.headroom, 0);
  const int top = std::ilogb(term) + 1 + spare * 2 / 5;
  const int split = std::max(top + far.headroom, -1020 + kDigits) - kDigits;
  const int grain = split + far.headroom - kDigits - 1;
  if (split + kDigits >= kHighest || grain < -1074) return {};
  return {.split = std::ldexp(1.5, split + kDigits - 1),
          .grain = std::ldexp(1.5, grain + kDigits - 1),
          .limit = std::ldexp(1.0, split + kDigits - far.headroom)};
}

void ExactSum::AddFar(Far& far, double term, int times) {
  if (!std::isfinite(term)) {
    far.not_finite += times;
    return;
  }
  far.scale = ScaleFor(far, term);
  far.sum.Add(term, times);
}

void ExactSum::RemoveFar(Far& far, const Far& other, const State& state) {
  far.sum.Add(state.upper, -1);
  far.sum.Add(state.lower, -1);
  far.scale = state.scale;
  if (state.plain) return;
  far.sum.Subtract(other.sum);
  far.not_finite -= other.not_finite;
}

// Moves the whole of far.sum to two doubles, if all of it fits the scale.
bool ExactSum::MoveNear(Far& far, const Scale& scale, State* state) {
  const double sum = far.sum.Rounded();
  if (!(std::abs(sum) <= std::ldexp(scale.limit, far.headroom - 2))) return false;
  const double upper = (sum + scale.split) - scale.split;
  far.sum.Add(upper, -1);
  const double lower = far.sum.Rounded();
  if ((lower + scale.grain) - scale.grain == lower) {
    far.sum.Add(lower, -1);
    if (far.sum.IsZero()) {
      *state = {upper, lower, scale, true, state->mean};
      return true;
    }
    far.sum.Add(lower, 1);
  }
  far.sum.Add(upper, 1);
  return false;
}

// Gathers everything in far.sum, and goes back to two doubles once the terms that did not fit are gone, or all there
// are fit the scale of the last that did not.
ExactSum::State ExactSum::Settle(Far& far, State state, int count) {
  state.plain = false;
  state.mean = std::numeric_limits<double>::quiet_NaN();
  if (far.not_finite != 0) return state;
  far.sum.Add(state.upper, 1);
  far.sum.Add(state.lower, 1);
  state.upper = state.lower = 0;
  const double sum = far.sum.Rounded();
  state.mean = sum;
  if (!std::isfinite(sum)) return state;
  if (count > 1) {
    far.sum.Add(sum, -1);
    state.mean = Quotient(sum, far.sum.Rounded(), count);
    far.sum.Add(sum, 1);
  }
  if (!MoveNear(far, far.scale, &state)) MoveNear(far, state.scale, &state);
  return state;
}

}  // namespace mib::indicators
