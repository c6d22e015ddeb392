#include <cmath>

#include "adapter.h"
#include "definitions.h"
#include "kit/finite.h"
#include "kit/smoothing.h"

namespace mib::indicators {
namespace {

enum { kLong, kShort, kSignal };

/// Smoothed, and smoothed again.
class Twice {
 public:
  explicit Twice(Params params)
      : first_(Smoothing::Exponential(static_cast<int>(params[kLong]))),
        second_(Smoothing::Exponential(static_cast<int>(params[kShort]))) {}

  bool Push(double x) { return first_.Push(x) && second_.Push(first_.value()); }
  double value() const { return second_.value(); }
  void Run(const double* x, size_t count, double* values) {
    double once[kBlock];
    RunTwice({&first_, &second_}, x, count, {once, values});
  }

 private:
  Smoothing first_;
  Smoothing second_;
};

class Tsi {
 public:
  static constexpr size_t kInputs = 1;
  static constexpr size_t kOutputs = 2;

  explicit Tsi(Params params)
      : change_(params), path_(params), signal_(Smoothing::Exponential(static_cast<int>(params[kSignal]))) {}

  bool Update(const double* in, double* out) {
    const double change = in[0] - previous_;
    previous_ = in[0];
    if (!begun_) {
      begun_ = true;
      return false;
    }
    change_.Push(change);
    if (!path_.Push(std::abs(change))) return false;
    const double tsi = 100 * RatioOrZero(change_.value(), path_.value());
    if (!signal_.Push(tsi)) return false;
    out[0] = tsi;
    out[1] = signal_.value();
    return true;
  }
  MIB_FOR_EACH_PROCESSOR void Run(const double* const* in, size_t count, double* const* out) {
    const double* closes = in[0];
    const double* previous = closes - 1;
    double changes[kBlock];
    double paths[kBlock];
    for (size_t i = 0; i < count; ++i) {
      changes[i] = closes[i] - previous[i];
      paths[i] = std::abs(changes[i]);
    }
    change_.Run(changes, count, changes);
    path_.Run(paths, count, paths);
    for (size_t i = 0; i < count; ++i) out[0][i] = 100 * RatioOrZero(changes[i], paths[i]);
    signal_.Run(out[0], count, out[1]);
  }

 private:
  Twice change_;
  Twice path_;
  Smoothing signal_;
  double previous_ = 0;
  bool begun_ = false;
};

}  // namespace

Definition Definition_tsi() {
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
      .make = &Make<Tsi>,
      .make_panel = &MakePanel<Tsi>,
      .batch = &Batch<Tsi>,
  };
}

}  // namespace mib::indicators
