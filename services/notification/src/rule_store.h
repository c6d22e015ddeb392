#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "rule.h"

namespace mib::notification {

/// Keeps rules. Thread safe. A rule of another owner is NOT_FOUND, like one that does not exist.
class RuleStore {
 public:
  virtual ~RuleStore() = default;
  virtual absl::Status Insert(const Rule& rule) = 0;
  virtual absl::StatusOr<Rule> Find(const std::string& owner_id, const std::string& id) = 0;
  /// Oldest first.
  virtual absl::StatusOr<std::vector<Rule>> List(const std::string& owner_id) = 0;
  /// Changes a rule; two changes at once happen one after the other. An error of `change` leaves the rule as it was and
  /// is returned.
  virtual absl::StatusOr<Rule> Update(const std::string& owner_id, const std::string& id,
                                      const std::function<absl::Status(Rule*)>& change) = 0;
  virtual absl::Status Delete(const std::string& owner_id, const std::string& id, absl::Time now) = 0;
  /// Of everybody.
  virtual absl::StatusOr<std::vector<Rule>> Enabled() = 0;
};

/// "There is no rule ..."
absl::Status UnknownRule(const std::string& id);

}  // namespace mib::notification
