#include "alerts_service.h"

#include "mib/base/status.h"
#include "rule_requests.h"

namespace mib::notification {

absl::StatusOr<v1::Rule> AlertsService::CreateRule(const rpc::Context& context, const v1::CreateRuleRequest& request) {
  ASSIGN_OR_RETURN(const Rule rule, MakeRule(request, context.principal.user_id, clock_.Now(), secrets_));
  RETURN_IF_ERROR(rules_.Insert(rule));
  rules_changed_();
  return ToProto(rule);
}

absl::StatusOr<v1::ListRulesResponse> AlertsService::ListRules(const rpc::Context& context,
                                                               const v1::ListRulesRequest&) {
  ASSIGN_OR_RETURN(const auto rules, rules_.List(context.principal.user_id));
  v1::ListRulesResponse response;
  for (const Rule& rule : rules) *response.add_rules() = ToProto(rule);
  return response;
}

absl::StatusOr<v1::Rule> AlertsService::GetRule(const rpc::Context& context, const v1::GetRuleRequest& request) {
  ASSIGN_OR_RETURN(const Rule rule, rules_.Find(context.principal.user_id, request.id()));
  return ToProto(rule);
}

absl::StatusOr<v1::Rule> AlertsService::UpdateRule(const rpc::Context& context, const v1::UpdateRuleRequest& request) {
  const auto change = [&](Rule* rule) { return ApplyUpdate(request, clock_.Now(), rule); };
  ASSIGN_OR_RETURN(const Rule rule, rules_.Update(context.principal.user_id, request.id(), change));
  rules_changed_();
  return ToProto(rule);
}

absl::StatusOr<v1::DeleteRuleResponse> AlertsService::DeleteRule(const rpc::Context& context,
                                                                 const v1::DeleteRuleRequest& request) {
  RETURN_IF_ERROR(rules_.Delete(context.principal.user_id, request.id(), clock_.Now()));
  rules_changed_();
  return v1::DeleteRuleResponse();
}

absl::StatusOr<v1::ListAlertsResponse> AlertsService::ListAlerts(const rpc::Context& context,
                                                                 const v1::ListAlertsRequest& request) {
  return history_.Alerts(context.principal.user_id, request);
}

absl::StatusOr<v1::ListDeliveriesResponse> AlertsService::ListDeliveries(const rpc::Context& context,
                                                                         const v1::ListDeliveriesRequest& request) {
  return history_.Deliveries(context.principal.user_id, request);
}

}  // namespace mib::notification
