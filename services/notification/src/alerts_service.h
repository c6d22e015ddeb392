#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "alert_history.h"
#include "mib/base/clock.h"
#include "mib/notification/v1/alerts.pb.h"
#include "mib/rpc/context.h"
#include "rule_store.h"
#include "secret_box.h"

namespace mib::notification {

/// The handlers of mib.notification.v1.Alerts. Everything belongs to the principal of the call. Thread safe; blocks on
/// the stores. What it refers to must outlive it.
class AlertsService {
 public:
  /// `rules_changed` is called after every change, before the caller has its answer.
  AlertsService(RuleStore& rules, AlertHistory& history, const SecretBox& secrets, const Clock& clock,
                std::function<void()> rules_changed)
      : rules_(rules), history_(history), secrets_(secrets), clock_(clock), rules_changed_(std::move(rules_changed)) {}

  absl::StatusOr<v1::Rule> CreateRule(const rpc::Context& context, const v1::CreateRuleRequest& request);
  absl::StatusOr<v1::ListRulesResponse> ListRules(const rpc::Context& context, const v1::ListRulesRequest& request);
  absl::StatusOr<v1::Rule> GetRule(const rpc::Context& context, const v1::GetRuleRequest& request);
  absl::StatusOr<v1::Rule> UpdateRule(const rpc::Context& context, const v1::UpdateRuleRequest& request);
  absl::StatusOr<v1::DeleteRuleResponse> DeleteRule(const rpc::Context& context, const v1::DeleteRuleRequest& request);
  absl::StatusOr<v1::ListAlertsResponse> ListAlerts(const rpc::Context& context, const v1::ListAlertsRequest& request);
  absl::StatusOr<v1::ListDeliveriesResponse> ListDeliveries(const rpc::Context& context,
                                                            const v1::ListDeliveriesRequest& request);

 private:
  RuleStore& rules_;
  AlertHistory& history_;
  const SecretBox& secrets_;
  const Clock& clock_;
  const std::function<void()> rules_changed_;
};

}  // namespace mib::notification
