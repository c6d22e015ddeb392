#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mib/indicators/definition.h"
#include "mib/notification/v1/alerts.pb.h"

namespace mib::notification {

using Faults = std::vector<std::pair<std::string, std::string>>;

/// The values of something at the bar before and at the newest bar; NaN where there is none.
struct LastTwo {
  double before = 0;
  double now = 0;
};

/// One output of an indicator with its parameters. Immutable.
class Operand {
 public:
  Operand() = default;
  /// Adds to `faults`, under `path`, whatever is wrong; the result is usable only when nothing was added.
  static Operand Parse(const v1::IndicatorOperand& operand, const std::string& path, Faults* faults);

  /// Over the closes, oldest first.
  LastTwo Evaluate(std::span<const double> closes) const;
  /// "sma(period=20)", "macd(fast=12, slow=26, signal=9).signal"
  const std::string& label() const { return label_; }

 private:
  const indicators::Definition* definition_ = nullptr;
  std::vector<double> params_;
  size_t output_ = 0;
  std::string label_;
};

}  // namespace mib::notification
