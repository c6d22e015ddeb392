#include "rule_book.h"

#include <fmt/format.h>

#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"

namespace mib::notification {

std::shared_ptr<const RuleBook> RuleBook::Build(std::vector<Rule> rules) {
  auto book = std::make_shared<RuleBook>();
  for (Rule& rule : rules) {
    auto condition = Condition::Parse(rule.condition);
    if (!condition.ok()) {
      log::Error("a stored rule is not accepted any more and is left out",
                 {{"rule_id", rule.id}, {"reason", ToString(condition.status())}});
      continue;
    }
    const SeriesKey series = rule.series;
    book->rules_[series].push_back({std::move(rule), *std::move(condition)});
    ++book->size_;
  }
  return book;
}

const std::vector<ActiveRule>* RuleBook::Find(const SeriesKey& series) const {
  const auto found = rules_.find(series);
  return found == rules_.end() ? nullptr : &found->second;
}

std::optional<events::v1::Alert> Judge(const ActiveRule& active, const Closes& closes) {
  const std::optional<Finding> finding = active.condition.Evaluate(closes);
  if (!finding) return std::nullopt;
  const Rule& rule = active.rule;
  const int64_t open_ns = *closes.last_open_ns();
  const std::string interval(market::Name(rule.series.interval));

  events::v1::Alert alert;
  alert.set_id(
      DerivedUuid(fmt::format("alert/{}/{}/{}/{}/{}", rule.id, rule.version, rule.series.symbol, interval, open_ns)));
  alert.set_rule_id(rule.id);
  alert.set_rule_name(rule.name);
  alert.set_owner_id(rule.owner_id);
  alert.set_symbol(rule.series.symbol);
  alert.set_interval(interval);
  alert.set_severity(rule.severity);
  alert.set_message(fmt::format("{}: {} {} {}.", rule.name, rule.series.symbol, interval, finding->sentence));
  *alert.mutable_fired_at() = market::ToProto(FromNanos(market::NextOpenTime(rule.series.interval, open_ns)));
  for (const auto& [operand, value] : finding->evidence) (*alert.mutable_evidence())[operand] = value;
  (*alert.mutable_evidence())["open_time"] = mib::FormatTime(FromNanos(open_ns));
  return alert;
}

}  // namespace mib::notification
