#pragma once

#include <cmath>

#include "mib/indicators/kit/adapter.h"
#include "mib/indicators/kit/definitions.h"
#include "mib/indicators/kit/finite.h"
#include "mib/indicators/kit/smoothing.h"

namespace mib::indicators::tsi {

enum { kLong, kShort, kSignal };

class Tsi {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Tsi(Params params) : change_(params), path_(params), signal_(Exponential(params[kSignal])) {}

  bool Update(const double* in, double* out) {
    const double change = in[0] - previous_;
    previous_ = in[0];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    change_.Push(change);
    if (!path_.Push(std::abs(change))) return false;
    const double tsi = Ratio();
    if (!signal_.Push(tsi)) return false;
    out[0] = tsi;
    out[1] = signal_.value();
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    // Of its own, so that it may stay in registers.
    Tsi now = *this;
    const double* previous = in[0] - 1;
    for (size_t i = 0; i < count; ++i) {
      const double change = in[0][i] - previous[i];
      now.change_.Follow(change);
      now.path_.Follow(std::abs(change));
      out[0][i] = now.Ratio();
      out[1][i] = now.signal_.Follow(out[0][i]);
    }
    *this = now;
  }

 private:
  static PlainSmoothing Exponential(double period) { return PlainSmoothing::Exponential(static_cast<int>(period)); }

  /// Smoothed, and smoothed again.
  struct Twice {
    explicit Twice(Params params) : once(Exponential(params[kLong])), twice(Exponential(params[kShort])) {}

    bool Push(double x) { return once.Push(x) && twice.Push(once.value()); }
    void Follow(double x) { twice.Follow(once.Follow(x)); }

    PlainSmoothing once;
    PlainSmoothing twice;
  };

  double Ratio() const { return 100 * RatioOrZero(change_.twice.value(), path_.twice.value()); }

  Twice change_;
  Twice path_;
  PlainSmoothing signal_;
  double previous_ = 0;
  bool begun_ = false;
};

using Updater = Tsi;

inline Definition Define() {
  return {
      .name = "tsi",
      .long_name = "True strength index",
      .category = "momentum",
      .inputs = {Input::kClose},
      .parameters = {{"long", "Period of the first smoothing.", 25, 1, kLongestPeriod, true},
                     {"short", "Period of the second.", 13, 1, kLongestPeriod, true},
                     {"signal", "Period of the signal line.", 7, 1, kLongestPeriod, true}},
      .outputs = {"tsi", "signal"},
      .description =
          "tsi: the change of the close, smoothed twice, as a percentage of its size, smoothed twice; 0 where nothing "
          "has moved. signal: its average. All smoothing is exponential and begins with the mean of its first values. "
          "William Blau, True strength index, Stocks & Commodities 9:11 (1991).",
      .recursive = true,
      .warm_up = [](Params params) { return static_cast<int>(params[kLong] + params[kShort] + params[kSignal]) - 1; },
      .make = &Make<Updater>,
      .make_panel = &MakePanel<Updater>,
      .batch = &Batch<Updater>,
  };
}

}  // namespace mib::indicators::tsi
