#include "pg_rule_store.h"

#include <fmt/format.h>

#include <map>

#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::notification {
namespace {

using postgres::Bytes;
using postgres::Connection;
using postgres::Result;
using postgres::Value;

constexpr std::string_view kSelect =
    "SELECT rule_id, owner_id, name, symbol, interval, condition, severity, cooldown_seconds, enabled, version, "
    "created_at, updated_at "
    "FROM rules WHERE deleted_at IS NULL AND ";

std::string IntervalName(const Rule& rule) { return std::string(market::Name(rule.series.interval)); }
int64_t CooldownOf(const Rule& rule) { return absl::ToInt64Seconds(rule.cooldown); }

absl::StatusOr<Rule> ReadRule(const Result& rows, int row) {
  Rule rule;
  rule.id = rows.Text(row, 0);
  rule.owner_id = rows.Text(row, 1);
  rule.name = rows.Text(row, 2);
  rule.series.symbol = rows.Text(row, 3);
  rule.severity = rows.Text(row, 6);
  rule.cooldown = absl::Seconds(rows.Int64(row, 7));
  rule.enabled = rows.Bool(row, 8);
  rule.version = rows.Int64(row, 9);
  rule.created_at = rows.Time(row, 10);
  rule.updated_at = rows.Time(row, 11);
  const auto interval = market::ParseInterval(rows.Text(row, 4));
  if (!interval || !rule.condition.ParseFromString(rows.Binary(row, 5))) {
    return absl::InternalError(fmt::format("the stored rule {} cannot be read", rule.id));
  }
  rule.series.interval = *interval;
  return rule;
}

absl::Status AddChannels(Connection& connection, std::vector<Rule>* rules) {
  std::map<std::string, Rule*> by_id;
  std::vector<std::string> ids;
  for (Rule& rule : *rules) {
    by_id[rule.id] = &rule;
    ids.push_back(rule.id);
  }
  ASSIGN_OR_RETURN(const Result rows,
                   connection.Query("SELECT rule_id, channel_id, type, url, sealed_secret FROM channels "
                                    "WHERE rule_id = ANY($1::uuid[]) ORDER BY rule_id, position",
                                    {ids}));
  for (int row = 0; row < rows.size(); ++row) {
    by_id.at(rows.Text(row, 0))
        ->channels.push_back({rows.Text(row, 1), rows.Text(row, 2), rows.Text(row, 3), rows.Binary(row, 4)});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Rule>> Select(Connection& connection, std::string_view where,
                                         const std::vector<Value>& parameters) {
  ASSIGN_OR_RETURN(const Result rows, connection.Query(fmt::format("{}{}", kSelect, where), parameters));
  std::vector<Rule> rules;
  for (int row = 0; row < rows.size(); ++row) {
    ASSIGN_OR_RETURN(Rule rule, ReadRule(rows, row));
    rules.push_back(std::move(rule));
  }
  RETURN_IF_ERROR(AddChannels(connection, &rules));
  return rules;
}

absl::StatusOr<Rule> SelectOne(Connection& connection, std::string_view where, const std::string& owner_id,
                               const std::string& id) {
  if (!IsUuid(id)) return UnknownRule(id);
  ASSIGN_OR_RETURN(std::vector<Rule> rules, Select(connection, where, {owner_id, id}));
  if (rules.empty()) return UnknownRule(id);
  return std::move(rules.front());
}

}  // namespace

absl::Status UnknownRule(const std::string& id) {
  return errors::Make(api::v1::NOT_FOUND, fmt::format("There is no rule '{}'.", id), {{"id", id}});
}

absl::Status PgRuleStore::Insert(const Rule& rule) {
  std::vector<postgres::Statement> statements;
  statements.push_back(
      {"INSERT INTO rules (rule_id, owner_id, name, symbol, interval, condition, severity, cooldown_seconds, enabled, "
       "version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
       {rule.id, rule.owner_id, rule.name, rule.series.symbol, IntervalName(rule),
        Bytes{rule.condition.SerializeAsString()}, rule.severity, CooldownOf(rule), rule.enabled, rule.version,
        rule.created_at, rule.updated_at}});
  int64_t position = 0;
  for (const Channel& channel : rule.channels) {
    statements.push_back(
        {"INSERT INTO channels (channel_id, rule_id, position, type, url, sealed_secret) VALUES ($1, $2, $3, $4, $5, "
         "$6)",
         {channel.id, rule.id, position++, channel.type, channel.url, Bytes{channel.sealed_secret}}});
  }
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return connection->Pipeline(statements).status();
}

absl::StatusOr<Rule> PgRuleStore::Find(const std::string& owner_id, const std::string& id) {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return SelectOne(*connection, "owner_id = $1 AND rule_id = $2", owner_id, id);
}

absl::StatusOr<std::vector<Rule>> PgRuleStore::List(const std::string& owner_id) {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return Select(*connection, "owner_id = $1 ORDER BY created_at, rule_id", {owner_id});
}

absl::StatusOr<Rule> PgRuleStore::Update(const std::string& owner_id, const std::string& id,
                                         const std::function<absl::Status(Rule*)>& change) {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  Rule rule;
  const absl::Status done = connection->Transaction([&](Connection& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(rule, SelectOne(transaction, "owner_id = $1 AND rule_id = $2 FOR UPDATE", owner_id, id));
    RETURN_IF_ERROR(change(&rule));
    return transaction
        .Query(
            "UPDATE rules SET name = $2, condition = $3, severity = $4, cooldown_seconds = $5, enabled = $6, "
            "version = $7, updated_at = $8 WHERE rule_id = $1",
            {rule.id, rule.name, Bytes{rule.condition.SerializeAsString()}, rule.severity, CooldownOf(rule),
             rule.enabled, rule.version, rule.updated_at})
        .status();
  });
  RETURN_IF_ERROR(done);
  return rule;
}

absl::Status PgRuleStore::Delete(const std::string& owner_id, const std::string& id, absl::Time now) {
  if (!IsUuid(id)) return UnknownRule(id);
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const Result done, connection->Query("UPDATE rules SET deleted_at = $3, enabled = false "
                                                        "WHERE owner_id = $1 AND rule_id = $2 AND deleted_at IS NULL",
                                                        {owner_id, id, now}));
  return done.affected() == 0 ? UnknownRule(id) : absl::OkStatus();
}

absl::StatusOr<std::vector<Rule>> PgRuleStore::Enabled() {
  ASSIGN_OR_RETURN(const auto connection, pool_.Acquire());
  return Select(*connection, "enabled ORDER BY created_at, rule_id", {});
}

}  // namespace mib::notification
