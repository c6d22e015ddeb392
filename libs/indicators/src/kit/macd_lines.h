#pragma once

#include <cstddef>

#include "kit/lanes.h"
#include "kit/smoothing.h"

namespace mib::indicators {

/// The three lines of macd and macdfix: a fast less a slow smoothing, the smoothing of that (the signal), and what is
/// between the two.
class MacdLines {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 3;

  /// `wait`: how many values the fast smoothing lets pass before it begins.
  MacdLines(const Smoothing& fast, const Smoothing& slow, int signal, int wait = 0)
      : fast_(fast), slow_(slow), signal_(Smoothing::Exponential(signal)), wait_(wait) {}

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
    double slow[kBlock];
    RunBoth({&fast_, &slow_}, {in[0], in[0]}, count, {out[0], slow});
    for (size_t i = 0; i < count; ++i) out[0][i] -= slow[i];
    signal_.Run(out[0], count, out[1]);
    for (size_t i = 0; i < count; ++i) out[2][i] = out[0][i] - out[1][i];
  }

 private:
  Smoothing fast_;
  Smoothing slow_;
  Smoothing signal_;
  int wait_;
};

}  // namespace mib::indicators
