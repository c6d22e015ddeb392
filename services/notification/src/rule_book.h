#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "condition.h"
#include "mib/events/v1/alert_events.pb.h"
#include "rule.h"

namespace mib::notification {

struct ActiveRule {
  Rule rule;
  Condition condition;
};

/// The enabled rules by the series they watch. Immutable once built.
class RuleBook {
 public:
  /// A stored rule whose condition is no longer accepted is logged and left out.
  static std::shared_ptr<const RuleBook> Build(std::vector<Rule> rules);

  /// nullptr when no rule watches that series.
  const std::vector<ActiveRule>* Find(const SeriesKey& series) const;
  size_t size() const { return size_; }

 private:
  std::map<SeriesKey, std::vector<ActiveRule>> rules_;
  size_t size_ = 0;
};

/// The alert that a rule raises at the newest of `closes`, if it does. Its id is made of the rule, its version and the
/// bar, so working it out again gives the same alert.
std::optional<events::v1::Alert> Judge(const ActiveRule& active, const Closes& closes);

}  // namespace mib::notification
