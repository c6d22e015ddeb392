#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "closes.h"
#include "mib/notification/v1/alerts.pb.h"
#include "operand.h"

namespace mib::notification {

/// What a condition saw when it held.
struct Finding {
  /// "close 101.5 crossed above 100"
  std::string sentence;
  /// Operand to value.
  std::map<std::string, std::string> evidence;
};

/// A condition of a rule, checked and ready. Pure: the same closes, the same answer. Immutable.
class Condition {
 public:
  enum class Op { kCrossesAbove, kCrossesBelow, kAbove, kBelow };

  /// VALIDATION_FAILED naming every field at fault, as `condition.left.params.period`.
  static absl::StatusOr<Condition> Parse(const v1::Condition& condition);

  /// At the newest close; nothing when it does not hold, or there are too few closes to tell. Prices are compared
  /// exactly with the threshold; indicators as doubles.
  std::optional<Finding> Evaluate(const Closes& closes) const;

 private:
  std::optional<Finding> EvaluatePrice(const Closes& closes) const;
  std::optional<Finding> EvaluateIndicator(const Closes& closes) const;

  Op op_ = Op::kAbove;
  /// Without a left operand the close itself is compared.
  std::optional<Operand> left_;
  std::optional<Operand> right_;
  Decimal threshold_;
};

}  // namespace mib::notification
