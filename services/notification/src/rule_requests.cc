#include "rule_requests.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "condition.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"
#include "mib/market/symbol.h"

namespace mib::notification {
namespace {

constexpr std::array<std::string_view, 3> kSeverities = {"info", "warning", "critical"};
constexpr size_t kLongestName = 100;
constexpr int kMostChannels = 5;
constexpr size_t kShortestSecret = 16;
constexpr uint32_t kLongestCooldownSeconds = 7 * 24 * 3600;

void CheckName(const std::string& name, Faults* faults) {
  if (name.empty() || name.size() > kLongestName) faults->emplace_back("name", "must have 1 to 100 characters");
}

void CheckSeverity(const std::string& severity, Faults* faults) {
  if (std::find(kSeverities.begin(), kSeverities.end(), severity) == kSeverities.end()) {
    faults->emplace_back("severity", "must be one of info, warning, critical");
  }
}

void CheckCooldown(uint32_t seconds, Faults* faults) {
  if (seconds > kLongestCooldownSeconds) faults->emplace_back("cooldown_seconds", "must be at most 604800 (a week)");
}

void CheckCondition(const v1::Condition& condition, Faults* faults) {
  const auto parsed = Condition::Parse(condition);
  if (parsed.ok()) return;
  const api::v1::ErrorDetail detail = errors::DetailOf(parsed.status());
  for (const auto& violation : detail.violations()) {
    faults->emplace_back(violation.field(), violation.message());
  }
}

void CheckChannel(const v1::Channel& channel, const std::string& path, Faults* faults) {
  if (channel.type() != "webhook") faults->emplace_back(path + ".type", "must be webhook");
  if (!channel.url().starts_with("http://") && !channel.url().starts_with("https://")) {
    faults->emplace_back(path + ".url", "must begin with http:// or https://");
  }
  if (channel.secret().size() < kShortestSecret) {
    faults->emplace_back(path + ".secret", fmt::format("must have at least {} characters", kShortestSecret));
  }
}

SeriesKey ReadSeries(const v1::CreateRuleRequest& request, Faults* faults) {
  SeriesKey key;
  const auto symbol = market::CanonicalSymbol(request.symbol());
  if (symbol.ok()) key.symbol = *symbol;
  if (!symbol.ok()) faults->emplace_back("symbol", MessageOf(symbol.status()));
  const auto interval = market::ParseInterval(request.interval().empty() ? "1m" : request.interval());
  if (interval) key.interval = *interval;
  if (!interval) faults->emplace_back("interval", "must be one of 1s, 1m, 5m, 15m, 1h, 4h, 1d, 1w, 1M");
  return key;
}

absl::StatusOr<Channel> SealChannel(const v1::Channel& channel, const SecretBox& secrets) {
  Channel out{.id = NewUuid(), .type = channel.type(), .url = channel.url(), .sealed_secret = {}};
  ASSIGN_OR_RETURN(out.sealed_secret, secrets.Seal(channel.secret(), out.id));
  return out;
}

}  // namespace

absl::StatusOr<Rule> MakeRule(const v1::CreateRuleRequest& request, const std::string& owner_id, absl::Time now,
                              const SecretBox& secrets) {
  Faults faults;
  Rule rule{.id = NewUuid(),
            .owner_id = owner_id,
            .name = request.name(),
            .series = ReadSeries(request, &faults),
            .condition = request.condition(),
            .severity = request.severity().empty() ? "info" : request.severity(),
            .cooldown = absl::Seconds(request.cooldown_seconds()),
            .created_at = now,
            .updated_at = now,
            .channels = {}};
  CheckName(rule.name, &faults);
  CheckSeverity(rule.severity, &faults);
  CheckCooldown(request.cooldown_seconds(), &faults);
  CheckCondition(rule.condition, &faults);
  if (request.channels_size() > kMostChannels)
    faults.emplace_back("channels", fmt::format("must be at most {}", kMostChannels));
  for (int i = 0; i < request.channels_size(); ++i)
    CheckChannel(request.channels(i), fmt::format("channels[{}]", i), &faults);
  if (!faults.empty()) return errors::Invalid(faults);

  for (const v1::Channel& channel : request.channels()) {
    ASSIGN_OR_RETURN(Channel sealed, SealChannel(channel, secrets));
    rule.channels.push_back(std::move(sealed));
  }
  return rule;
}

absl::Status ApplyUpdate(const v1::UpdateRuleRequest& request, absl::Time now, Rule* rule) {
  Faults faults;
  if (request.has_name()) {
    CheckName(request.name(), &faults);
    rule->name = request.name();
  }
  if (request.has_condition()) {
    CheckCondition(request.condition(), &faults);
    rule->condition = request.condition();
  }
  if (request.has_severity()) {
    CheckSeverity(request.severity(), &faults);
    rule->severity = request.severity();
  }
  if (request.has_cooldown_seconds()) {
    CheckCooldown(request.cooldown_seconds(), &faults);
    rule->cooldown = absl::Seconds(request.cooldown_seconds());
  }
  if (request.has_enabled()) rule->enabled = request.enabled();
  if (!faults.empty()) return errors::Invalid(faults);
  ++rule->version;
  rule->updated_at = now;
  return absl::OkStatus();
}

}  // namespace mib::notification
