#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "mib/notification/v1/alerts.pb.h"
#include "rule.h"
#include "secret_box.h"

namespace mib::notification {

/// A new rule from a request, with new ids and sealed secrets. VALIDATION_FAILED naming every field at fault.
absl::StatusOr<Rule> MakeRule(const v1::CreateRuleRequest& request, const std::string& owner_id, absl::Time now,
                              const SecretBox& secrets);

/// Changes what the request gives and makes it a new version. VALIDATION_FAILED naming every field at fault.
absl::Status ApplyUpdate(const v1::UpdateRuleRequest& request, absl::Time now, Rule* rule);

}  // namespace mib::notification
