#pragma once

#include "mib/postgres/pool.h"
#include "rule_store.h"

namespace mib::notification {

/// Rules in PostgreSQL. `pool` must outlive it.
class PgRuleStore final : public RuleStore {
 public:
  explicit PgRuleStore(postgres::Pool& pool) : pool_(pool) {}

  absl::Status Insert(const Rule& rule) override;
  absl::StatusOr<Rule> Find(const std::string& owner_id, const std::string& id) override;
  absl::StatusOr<std::vector<Rule>> List(const std::string& owner_id) override;
  absl::StatusOr<Rule> Update(const std::string& owner_id, const std::string& id,
                              const std::function<absl::Status(Rule*)>& change) override;
  absl::Status Delete(const std::string& owner_id, const std::string& id, absl::Time now) override;
  absl::StatusOr<std::vector<Rule>> Enabled() override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::notification
