#pragma once

#include <cstddef>

#include "mib/indicators/kit/lanes.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators {

/// The three lines of macd and macdfix: a fast less a slow smoothing, the smoothing of that (the signal), and what is
/// between the two.
class MacdLines {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  /// `wait`: how many values the fast smoothing lets pass before it begins.
  MacdLines(const PlainSmoothing& fast, const PlainSmoothing& slow, int signal, int wait = 0)
      : fast_(fast), slow_(slow), signal_(PlainSmoothing::Exponential(signal)), wait_(wait) {}

  bool Update(const double* in, double* out) {
    if (wait_ > 0) {
      --wait_;
    } else {
      fast_.Push(in[0]);
    }
    if (!slow_.Push(in[0])) return false;
    const double macd = fast_.value() - slow_.value();
    if (!signal_.Push(macd)) return false;
    out[0] = macd;
    out[1] = signal_.value();
    out[2] = macd - signal_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it may stay in registers.
    MacdLines now = *this;
    for (size_t i = 0; i < count; ++i) {
      const double macd = now.fast_.Follow(in[0][i]) - now.slow_.Follow(in[0][i]);
      const double signal = now.signal_.Follow(macd);
      out[0][i] = macd;
      out[1][i] = signal;
      out[2][i] = macd - signal;
    }
    *this = now;
  }

 private:
  PlainSmoothing fast_;
  PlainSmoothing slow_;
  PlainSmoothing signal_;
  int wait_;
};

}  // namespace mib::indicators
