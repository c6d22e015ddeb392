#include "alerts_service.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "mib/base/errors.h"
#include "simulated_clock.h"

namespace mib::notification {
namespace {

constexpr char kSecret[] = "sixteen characters";

v1::CreateRuleRequest Request() {
  v1::CreateRuleRequest request;
  request.set_name("Apple above 100");
  request.set_symbol("aapl");
  request.set_interval("1d");
  *request.mutable_condition() = PriceCondition("crosses_above", "100");
  v1::Channel& channel = *request.add_channels();
  channel.set_type("webhook");
  channel.set_url("https://example.com/hook");
  channel.set_secret(kSecret);
  return request;
}

rpc::Context ContextOf(const std::string& user_id) {
  rpc::Context context;
  context.principal.user_id = user_id;
  return context;
}

struct Fixture {
  SimulatedClock clock{Day(10)};
  FakeRuleStore rules;
  FakeAlertHistory history;
  SecretBox secrets{std::string(32, 'k')};
  int changes = 0;
  AlertsService service{rules, history, secrets, clock, [this] { ++changes; }};
  rpc::Context alice = ContextOf("alice");
  rpc::Context bob = ContextOf("bob");

  v1::Rule Create() {
    const auto rule = service.CreateRule(alice, Request());
    REQUIRE(rule.ok());
    return *rule;
  }
  std::map<std::string, std::string> FaultsOf(const v1::CreateRuleRequest& request) {
    const auto rule = service.CreateRule(alice, request);
    REQUIRE_FALSE(rule.ok());
    std::map<std::string, std::string> faults;
    const api::v1::ErrorDetail detail = errors::DetailOf(rule.status());
    for (const auto& violation : detail.violations()) faults[violation.field()] = violation.message();
    return faults;
  }
};

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

TEST_CASE("A new rule belongs to its maker and has the platform's spelling of its symbol", "[unit][alerts_service]") {
  Fixture fixture;
  const v1::Rule rule = fixture.Create();
  CHECK(rule.symbol() == "AAPL");
  CHECK(rule.severity() == "info");
  CHECK(rule.enabled());
  CHECK(rule.version() == 1);
  CHECK(market::FromProto(rule.created_at()) == Day(10));
  CHECK(fixture.rules.rules.at(0).owner_id == "alice");
  CHECK(fixture.changes == 1);
}

TEST_CASE("A channel's secret is stored sealed and never shown", "[unit][alerts_service]") {
  Fixture fixture;
  const v1::Rule rule = fixture.Create();
  REQUIRE(rule.channels_size() == 1);
  CHECK(rule.channels(0).secret().empty());
  const Channel& stored = fixture.rules.rules.at(0).channels.at(0);
  CHECK(stored.sealed_secret.find(kSecret) == std::string::npos);
  CHECK(*fixture.secrets.Open(stored.sealed_secret, stored.id) == kSecret);
  CHECK_FALSE(fixture.secrets.Open(stored.sealed_secret, "another channel").ok());
}

TEST_CASE("Every fault of a new rule is named at once", "[unit][alerts_service]") {
  Fixture fixture;
  v1::CreateRuleRequest request = Request();
  request.set_name("");
  request.set_symbol("no such symbol!");
  request.set_interval("7m");
  request.set_severity("mild");
  request.set_cooldown_seconds(604801);
  request.mutable_condition()->set_threshold("ten");
  request.mutable_channels(0)->set_url("ftp://example.com");
  request.mutable_channels(0)->set_secret("short");
  const auto faults = fixture.FaultsOf(request);
  for (const char* field : {"name", "symbol", "interval", "severity", "cooldown_seconds", "condition.threshold",
                            "channels[0].url", "channels[0].secret"}) {
    INFO(field);
    CHECK(faults.count(field) == 1);
  }
  CHECK(fixture.rules.rules.empty());
  CHECK(fixture.changes == 0);
}

TEST_CASE("More than five channels are refused", "[unit][alerts_service]") {
  Fixture fixture;
  v1::CreateRuleRequest request = Request();
  for (int i = 0; i < 5; ++i) *request.add_channels() = request.channels(0);
  CHECK(fixture.FaultsOf(request).at("channels") == "must be at most 5");
}

TEST_CASE("Another user's rule is not found, whatever is asked of it", "[unit][alerts_service]") {
  Fixture fixture;
  const std::string id = fixture.Create().id();
  v1::GetRuleRequest get;
  get.set_id(id);
  v1::UpdateRuleRequest update;
  update.set_id(id);
  update.set_enabled(false);
  v1::DeleteRuleRequest remove;
  remove.set_id(id);
  CHECK(CodeOf(fixture.service.GetRule(fixture.bob, get).status()) == api::v1::NOT_FOUND);
  CHECK(CodeOf(fixture.service.UpdateRule(fixture.bob, update).status()) == api::v1::NOT_FOUND);
  CHECK(CodeOf(fixture.service.DeleteRule(fixture.bob, remove).status()) == api::v1::NOT_FOUND);
  CHECK(fixture.service.ListRules(fixture.bob, {})->rules_size() == 0);
  CHECK(fixture.rules.rules.at(0).enabled);
  CHECK(fixture.service.ListRules(fixture.alice, {})->rules_size() == 1);
}

TEST_CASE("An update changes what it gives and makes a new version", "[unit][alerts_service]") {
  Fixture fixture;
  v1::UpdateRuleRequest update;
  update.set_id(fixture.Create().id());
  update.set_enabled(false);
  update.set_cooldown_seconds(60);
  fixture.clock.Advance(absl::Hours(1));
  const auto rule = fixture.service.UpdateRule(fixture.alice, update);
  REQUIRE(rule.ok());
  CHECK_FALSE(rule->enabled());
  CHECK(rule->cooldown_seconds() == 60);
  CHECK(rule->name() == "Apple above 100");
  CHECK(rule->version() == 2);
  CHECK(market::FromProto(rule->updated_at()) == Day(10) + absl::Hours(1));
  CHECK(fixture.changes == 2);
}

TEST_CASE("An update at fault changes nothing", "[unit][alerts_service]") {
  Fixture fixture;
  v1::UpdateRuleRequest update;
  update.set_id(fixture.Create().id());
  update.set_enabled(false);
  update.set_severity("mild");
  CHECK(CodeOf(fixture.service.UpdateRule(fixture.alice, update).status()) == api::v1::VALIDATION_FAILED);
  CHECK(fixture.rules.rules.at(0).enabled);
  CHECK(fixture.rules.rules.at(0).version == 1);
}

TEST_CASE("History is asked for the caller only", "[unit][alerts_service]") {
  Fixture fixture;
  REQUIRE(fixture.service.ListAlerts(fixture.alice, {}).ok());
  REQUIRE(fixture.service.ListDeliveries(fixture.bob, {}).ok());
  CHECK(fixture.history.owners == std::vector<std::string>{"alice", "bob"});
}

}  // namespace
}  // namespace mib::notification
