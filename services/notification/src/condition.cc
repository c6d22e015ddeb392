#include "condition.h"

#include <fmt/format.h>

#include "mib/base/errors.h"

namespace mib::notification {
namespace {

using Op = Condition::Op;

std::optional<Op> ParseOp(const std::string& text) {
  if (text == "crosses_above") return Op::kCrossesAbove;
  if (text == "crosses_below") return Op::kCrossesBelow;
  if (text == "above") return Op::kAbove;
  if (text == "below") return Op::kBelow;
  return std::nullopt;
}

std::string_view Words(Op op) {
  switch (op) {
    case Op::kCrossesAbove:
      return "crossed above";
    case Op::kCrossesBelow:
      return "crossed below";
    case Op::kAbove:
      return "is above";
    case Op::kBelow:
      return "is below";
  }
  return "";
}

bool IsCrossing(Op op) { return op == Op::kCrossesAbove || op == Op::kCrossesBelow; }

// Written so that a NaN on either side makes it false.
template <typename T>
bool HoldsNow(Op op, const T& left, const T& right) {
  return op == Op::kCrossesAbove || op == Op::kAbove ? left > right : left < right;
}

template <typename T>
bool HeldNotBefore(Op op, const T& left, const T& right) {
  return op == Op::kCrossesAbove ? left <= right : left >= right;
}

void CheckPrice(const v1::Condition& condition, Faults* faults) {
  if (condition.has_left())
    faults->emplace_back("condition.left", "is for kind 'indicator'; kind 'price' looks at the close");
  if (condition.has_right())
    faults->emplace_back("condition.right", "is for kind 'indicator'; kind 'price' needs a threshold");
  if (condition.threshold().empty()) faults->emplace_back("condition.threshold", "is required for kind 'price'");
}

void CheckIndicator(const v1::Condition& condition, Faults* faults) {
  if (!condition.has_left()) faults->emplace_back("condition.left", "is required for kind 'indicator'");
  if (condition.has_right() == !condition.threshold().empty()) {
    faults->emplace_back("condition.threshold", "either a threshold or `right` is required, and not both");
  }
}

}  // namespace

absl::StatusOr<Condition> Condition::Parse(const v1::Condition& condition) {
  Faults faults;
  Condition out;
  if (const auto op = ParseOp(condition.op())) {
    out.op_ = *op;
  } else {
    faults.emplace_back("condition.op", "must be one of crosses_above, crosses_below, above, below");
  }
  if (condition.kind() == "price") {
    CheckPrice(condition, &faults);
  } else if (condition.kind() == "indicator") {
    CheckIndicator(condition, &faults);
    if (condition.has_left()) out.left_ = Operand::Parse(condition.left(), "condition.left", &faults);
    if (condition.has_right()) out.right_ = Operand::Parse(condition.right(), "condition.right", &faults);
  } else {
    faults.emplace_back("condition.kind", "must be one of price, indicator");
  }
  if (!condition.threshold().empty()) {
    const auto threshold = Decimal::Parse(condition.threshold());
    if (threshold.ok()) out.threshold_ = *threshold;
    if (!threshold.ok()) faults.emplace_back("condition.threshold", "must be a decimal number, e.g. 100.50");
  }
  if (!faults.empty()) return errors::Invalid(faults);
  return out;
}

std::optional<Finding> Condition::Evaluate(const Closes& closes) const {
  if (closes.empty()) return std::nullopt;
  return left_ ? EvaluateIndicator(closes) : EvaluatePrice(closes);
}

std::optional<Finding> Condition::EvaluatePrice(const Closes& closes) const {
  const std::span<const Decimal> prices = closes.prices();
  const Decimal& now = prices.back();
  if (!HoldsNow(op_, now, threshold_)) return std::nullopt;
  Finding finding;
  if (IsCrossing(op_)) {
    if (prices.size() < 2) return std::nullopt;
    const Decimal& before = prices[prices.size() - 2];
    if (!HeldNotBefore(op_, before, threshold_)) return std::nullopt;
    finding.evidence["previous_close"] = before.ToString();
  }
  finding.evidence["close"] = now.ToString();
  finding.evidence["threshold"] = threshold_.ToString();
  finding.sentence = fmt::format("close {} {} {}", now.ToString(), Words(op_), threshold_.ToString());
  return finding;
}

std::optional<Finding> Condition::EvaluateIndicator(const Closes& closes) const {
  const LastTwo left = left_->Evaluate(closes.values());
  const double limit = threshold_.ToDouble();
  const LastTwo right = right_ ? right_->Evaluate(closes.values()) : LastTwo{.before = limit, .now = limit};
  if (!HoldsNow(op_, left.now, right.now)) return std::nullopt;
  if (IsCrossing(op_) && !HeldNotBefore(op_, left.before, right.before)) return std::nullopt;

  Finding finding;
  const std::string right_label = right_ ? right_->label() : "threshold";
  finding.evidence["close"] = closes.prices().back().ToString();
  finding.evidence[left_->label()] = fmt::format("{}", left.now);
  finding.evidence[right_label] = right_ ? fmt::format("{}", right.now) : threshold_.ToString();
  if (IsCrossing(op_)) {
    finding.evidence["previous_" + left_->label()] = fmt::format("{}", left.before);
    if (right_) finding.evidence["previous_" + right_label] = fmt::format("{}", right.before);
  }
  const std::string right_text = right_ ? fmt::format("{} {}", right_label, right.now) : threshold_.ToString();
  finding.sentence = fmt::format("{} {} {} {}", left_->label(), left.now, Words(op_), right_text);
  return finding;
}

}  // namespace mib::notification
