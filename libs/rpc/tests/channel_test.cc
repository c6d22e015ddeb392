#include "mib/rpc/channel.h"

#include <catch2/catch_test_macros.hpp>

#include "echo_service.h"
#include "mib/base/errors.h"
#include "simulated_clock.h"

namespace mib::rpc {
namespace {

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

/// Fails `failures` times, then answers.
EchoService::Behaviour FailingFirst(int failures, absl::Status with) {
  auto left = std::make_shared<std::atomic<int>>(failures);
  return [left, with](const Context&, const EchoRequest&) -> absl::StatusOr<EchoResponse> {
    if (left->fetch_sub(1) > 0) return with;
    return Text("well");
  };
}

const absl::Status kAway = errors::Make(api::v1::SERVICE_UNAVAILABLE, "The database is away.");

}  // namespace

TEST_CASE("A call to a service that is not there says so", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  world.StopServer();
  CHECK(CodeOf(Call<EchoResponse>(*channel, kDo, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
}

TEST_CASE("A call that the contract calls idempotent is made a second time, another is not", "[unit][rpc]") {
  EchoWorld idempotent(FailingFirst(1, kAway));
  CHECK(Call<EchoResponse>(*idempotent.ChannelAs("gateway"), kSay, Ask("x")).ok());
  CHECK(idempotent.service().calls() == 2);

  EchoWorld other(FailingFirst(1, kAway));
  CHECK(CodeOf(Call<EchoResponse>(*other.ChannelAs("gateway"), kDo, Ask("x")).status()) ==
        api::v1::SERVICE_UNAVAILABLE);
  CHECK(other.service().calls() == 1);
}

TEST_CASE("A call is made twice at most, and not at all again for an answer that would be the same", "[unit][rpc]") {
  EchoWorld away(FailingFirst(9, kAway));
  CHECK(CodeOf(Call<EchoResponse>(*away.ChannelAs("gateway"), kSay, Ask("x")).status()) ==
        api::v1::SERVICE_UNAVAILABLE);
  CHECK(away.service().calls() == 2);

  EchoWorld missing(FailingFirst(9, errors::Make(api::v1::NOT_FOUND, "nothing")));
  CHECK(CodeOf(Call<EchoResponse>(*missing.ChannelAs("gateway"), kSay, Ask("x")).status()) == api::v1::NOT_FOUND);
  CHECK(missing.service().calls() == 1);
}

TEST_CASE("A callee that keeps failing is left alone, then tried again, then used", "[unit][rpc]") {
  SimulatedClock clock(absl::FromUnixSeconds(1'700'000'000));
  EchoWorld world(FailingFirst(5, kAway));
  const auto channel = world.ChannelAs("gateway", clock);
  for (int i = 0; i < 5; ++i) {
    CHECK(CodeOf(Call<EchoResponse>(*channel, kDo, Ask("x")).status()) == api::v1::SERVICE_UNAVAILABLE);
  }
  CHECK(channel->circuit() == "open");
  CHECK(CodeOf(Call<EchoResponse>(*channel, kDo, Ask("x")).status()) == api::v1::CIRCUIT_OPEN);
  CHECK(world.service().calls() == 5);
  clock.Advance(absl::Seconds(31));
  CHECK(Call<EchoResponse>(*channel, kDo, Ask("x")).ok());
  CHECK(channel->circuit() == "half_open");
  CHECK(Call<EchoResponse>(*channel, kDo, Ask("x")).ok());
  CHECK(channel->circuit() == "closed");
}

TEST_CASE("Errors of a provider behind the callee do not open the circuit", "[unit][rpc]") {
  EchoWorld world(FailingFirst(20, errors::Make(api::v1::UPSTREAM_ERROR, "The provider answered wrongly.")));
  const auto channel = world.ChannelAs("gateway");
  for (int i = 0; i < 20; ++i) {
    CHECK(CodeOf(Call<EchoResponse>(*channel, kDo, Ask("x")).status()) == api::v1::UPSTREAM_ERROR);
  }
  CHECK(channel->circuit() == "closed");
}

TEST_CASE("A channel finds its callee again after a restart", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  REQUIRE(Call<EchoResponse>(*channel, kSay, Ask("x")).ok());
  world.StopServer();
  CHECK_FALSE(Call<EchoResponse>(*channel, kDo, Ask("x")).ok());
  world.StartServer();
  // The connection is made anew in its own time; the health check does not count for the circuit.
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (!channel->CheckHealth(absl::Seconds(1)).ok() && absl::Now() < give_up) {
  }
  CHECK(Call<EchoResponse>(*channel, kSay, Ask("x")).ok());
}

TEST_CASE("A call without time left is not made", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  const absl::Status status = Call<EchoResponse>(*channel, kSay, Ask("x"), {.timeout = absl::ZeroDuration()}).status();
  CHECK(CodeOf(status) == api::v1::UPSTREAM_TIMEOUT);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A method without a contract is refused by the channel itself", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  for (const std::string_view name : {"", "Echo", "mib.testing.v1.Echo/Shout", "mib.testing.v1.Nobody/Say", "/"}) {
    CHECK(Call<EchoResponse>(*channel, name, Ask("x")).status().code() == absl::StatusCode::kNotFound);
  }
}

}  // namespace mib::rpc
