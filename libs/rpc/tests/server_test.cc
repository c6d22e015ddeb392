#include "mib/rpc/server.h"

#include <catch2/catch_test_macros.hpp>
#include <future>
#include <stdexcept>
#include <vector>

#include "absl/synchronization/notification.h"
#include "echo_service.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"

namespace mib::rpc {
namespace {

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

const Principal kAda{
    .user_id = "u1", .username = "ada", .roles = {"manager", "analyst"}, .permissions = {"read_data", "export_data"}};

/// The status of a call that runs meanwhile.
std::future<absl::Status> Async(Channel& channel, std::string_view method,
                                absl::Duration timeout = absl::InfiniteDuration()) {
  auto promise = std::make_shared<std::promise<absl::Status>>();
  channel.CallBytes(method, {}, {.timeout = timeout},
                    [promise](absl::Status status, const std::string&) { promise->set_value(std::move(status)); });
  return promise->get_future();
}

}  // namespace

TEST_CASE("A handler sees who calls, for whom, and until when", "[unit][rpc]") {
  Context seen;
  EchoWorld world([&seen](const Context& context, const EchoRequest& request) {
    seen = context;
    return Text(request.text());
  });
  const auto channel = world.ChannelAs("gateway");
  const absl::Time before = absl::Now();
  const auto answer = Call<EchoResponse>(
      *channel, kExport, Ask("hello"),
      {.principal = &kAda, .request_id = "req_1", .client_ip = "192.0.2.7", .user_agent = "curl/8 \xc3\xa4"});
  REQUIRE(answer.ok());
  CHECK(answer->text() == "hello");
  CHECK(seen.caller == "gateway");
  CHECK(seen.principal.user_id == "u1");
  CHECK(seen.principal.username == "ada");
  CHECK(seen.principal.roles == kAda.roles);
  CHECK(seen.principal.permissions == kAda.permissions);
  CHECK(seen.request_id == "req_1");
  CHECK(seen.client_ip == "192.0.2.7");
  CHECK(seen.user_agent == "curl/8 ??");
  CHECK(seen.deadline > before + absl::Seconds(4));
  CHECK(seen.deadline < absl::Now() + absl::Seconds(5));
}

TEST_CASE("A service that the contract does not list is refused", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("notification");
  const absl::Status status = Call<EchoResponse>(*channel, kSay, Ask("x")).status();
  CHECK(CodeOf(status) == api::v1::PERMISSION_DENIED);
  CHECK(world.service().calls() == 0);
}

TEST_CASE("A service other than the gateway that speaks for a user is refused", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("analytics");
  CHECK(Call<EchoResponse>(*channel, kExport, Ask("x")).ok());
  const absl::Status status = Call<EchoResponse>(*channel, kExport, Ask("x"), {.principal = &kAda}).status();
  CHECK(CodeOf(status) == api::v1::PERMISSION_DENIED);
  CHECK(world.service().calls() == 1);
}

TEST_CASE("A user without the permission is refused and told which one is missing", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  const Principal viewer{.user_id = "u2", .username = "bob", .roles = {"viewer"}, .permissions = {"read_data"}};
  const absl::Status denied = Call<EchoResponse>(*channel, kExport, Ask("x"), {.principal = &viewer}).status();
  CHECK(CodeOf(denied) == api::v1::PERMISSION_DENIED);
  CHECK(errors::DetailOf(denied).details().at("required") == "export_data");
  CHECK(CodeOf(Call<EchoResponse>(*channel, kExport, Ask("x")).status()) == api::v1::UNAUTHENTICATED);
  CHECK(CodeOf(Call<EchoResponse>(*channel, kMe, Ask("x")).status()) == api::v1::UNAUTHENTICATED);
  CHECK(Call<EchoResponse>(*channel, kMe, Ask("x"), {.principal = &viewer}).ok());
}

TEST_CASE("An error arrives with its code, sentence, details and violations", "[unit][rpc]") {
  const absl::Status sent = errors::Make(api::v1::INVALID_SYMBOL, "There is no instrument 'APPL'.",
                                         {{"symbol", "APPL"}, {"suggestion", "AAPL"}});
  const absl::Status invalid = errors::Invalid({{"period", "must be at least 1"}, {"limit", "must be at most 500"}});
  EchoWorld world([&](const Context&, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    return request.text() == "symbol" ? sent : invalid;
  });
  const auto channel = world.ChannelAs("gateway");
  const absl::Status symbol = Call<EchoResponse>(*channel, kSay, Ask("symbol")).status();
  CHECK(symbol.code() == absl::StatusCode::kNotFound);
  CHECK(MessageOf(symbol) == "There is no instrument 'APPL'.");
  CHECK(errors::DetailOf(symbol).details().at("suggestion") == "AAPL");
  const api::v1::ErrorDetail violations = errors::DetailOf(Call<EchoResponse>(*channel, kSay, Ask("other")).status());
  REQUIRE(violations.violations_size() == 2);
  CHECK(violations.violations(1).field() == "limit");
}

TEST_CASE("The text of a fault of ours does not leave the service", "[unit][rpc]") {
  EchoWorld world([](const Context&, const EchoRequest& request) -> absl::StatusOr<EchoResponse> {
    if (request.text() == "throw") throw std::runtime_error("secret in an exception");
    if (request.text() == "away") return absl::UnavailableError("no route to db.internal");
    return absl::InternalError("secret in a status");
  });
  const auto channel = world.ChannelAs("gateway");
  for (const std::string_view how : {"throw", "status"}) {
    const absl::Status status = Call<EchoResponse>(*channel, kDo, Ask(how)).status();
    CHECK(status.code() == absl::StatusCode::kInternal);
    CHECK(MessageOf(status) == "internal error");
  }
  const absl::Status away = Call<EchoResponse>(*channel, kDo, Ask("away")).status();
  CHECK(CodeOf(away) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(MessageOf(away) == "A part of the platform is away");
}

TEST_CASE("Bytes that are no request are refused before the handler", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  absl::Notification done;
  channel->CallBytes(kSay, "\x0a\xff\xff", {}, [&](const absl::Status& status, const std::string& bytes) {
    CHECK(CodeOf(status) == api::v1::MALFORMED_REQUEST);
    CHECK(bytes.empty());
    done.Notify();
  });
  done.WaitForNotification();
  CHECK(world.service().calls() == 0);
}

TEST_CASE("Calls beyond the threads and the queue are refused at once", "[unit][rpc]") {
  absl::Notification started, release;
  EchoWorld world(
      [&](const Context&, const EchoRequest&) {
        if (!started.HasBeenNotified()) started.Notify();
        release.WaitForNotification();
        return Text("late");
      },
      /*blocking_threads=*/1, /*max_queued=*/1);
  const auto channel = world.ChannelAs("gateway");
  std::vector<std::future<absl::Status>> calls;
  calls.push_back(Async(*channel, kWait));
  started.WaitForNotification();
  for (int i = 0; i < 4; ++i) calls.push_back(Async(*channel, kWait));
  // One runs and one waits; the other three are answered while both are held up.
  int refused = 0;
  while (refused < 3) {
    for (size_t i = 1; i < calls.size(); ++i) {
      if (!calls[i].valid() || calls[i].wait_for(std::chrono::milliseconds(1)) != std::future_status::ready) continue;
      CHECK(CodeOf(calls[i].get()) == api::v1::OVERLOADED);
      ++refused;
    }
  }
  release.Notify();
  for (std::future<absl::Status>& call : calls) {
    if (call.valid()) CHECK(call.get().ok());
  }
  CHECK(world.metrics().Render().find("mib_rpc_server_rejected_total{reason=\"queue\"} 3") != std::string::npos);
}

TEST_CASE("A call that waited past its deadline does not run", "[unit][rpc]") {
  absl::Notification started, release;
  EchoWorld world(
      [&](const Context&, const EchoRequest&) {
        started.Notify();
        release.WaitForNotification();
        return Text("late");
      },
      /*blocking_threads=*/1);
  const auto channel = world.ChannelAs("gateway");
  auto first = Async(*channel, kWait);
  started.WaitForNotification();
  CHECK(CodeOf(Async(*channel, kWait, absl::Milliseconds(30)).get()) == api::v1::UPSTREAM_TIMEOUT);
  release.Notify();
  CHECK(first.get().ok());
  world.server().Shutdown(absl::Seconds(5));
  CHECK(world.service().calls() == 1);
}

TEST_CASE("A handler runs within the caller's trace, under its request id", "[unit][rpc]") {
  std::string trace_id, correlation_id;
  EchoWorld world([&](const Context&, const EchoRequest&) {
    trace_id = CurrentTrace().TraceIdHex();
    correlation_id = CurrentCorrelationId();
    return Text("");
  });
  const auto channel = world.ChannelAs("gateway");
  const auto context = TraceContext::FromTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  const ScopedTrace trace(*context);
  for (const char* method : {kSay, kWait}) {
    REQUIRE(Call<EchoResponse>(*channel, method, Ask(""), {.request_id = "req_9"}).ok());
    CHECK(trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
    CHECK(correlation_id == "req_9");
  }
}

TEST_CASE("Health tells whether the service serves", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  CHECK(channel->CheckHealth(absl::Seconds(5)).ok());
  world.server().SetServing(false);
  CHECK(channel->CheckHealth(absl::Seconds(5)).code() == absl::StatusCode::kUnavailable);
  world.server().SetServing(true);
  CHECK(channel->CheckHealth(absl::Seconds(5)).ok());
  world.StopServer();
  CHECK(CodeOf(channel->CheckHealth(absl::Seconds(5))) == api::v1::SERVICE_UNAVAILABLE);
}

TEST_CASE("A method of a contract that this server does not serve is unimplemented", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  EchoResponse ignored;
  const absl::Status status = channel->Call("mib.auth.v1.Auth/GetJwks", Ask(""), &ignored, {});
  CHECK(status.code() == absl::StatusCode::kUnimplemented);
}

TEST_CASE("A stop waits for the calls that run", "[unit][rpc]") {
  absl::Notification started, release;
  EchoWorld world([&](const Context&, const EchoRequest&) {
    started.Notify();
    release.WaitForNotification();
    return Text("done");
  });
  const auto channel = world.ChannelAs("gateway");
  auto call = Async(*channel, kWait);
  started.WaitForNotification();
  auto stopped = std::async(std::launch::async, [&] { world.server().Shutdown(absl::Seconds(10)); });
  CHECK(stopped.wait_for(std::chrono::milliseconds(20)) == std::future_status::timeout);
  release.Notify();
  CHECK(call.get().ok());
  stopped.get();
}

TEST_CASE("Calls are counted by method and code on both sides", "[unit][rpc]") {
  EchoWorld world;
  const auto channel = world.ChannelAs("gateway");
  REQUIRE(Call<EchoResponse>(*channel, kSay, Ask("x")).ok());
  REQUIRE_FALSE(Call<EchoResponse>(*channel, kMe, Ask("x")).ok());
  world.server().Shutdown(absl::Seconds(5));
  const std::string text = world.metrics().Render();
  for (const std::string_view line : {
           "mib_rpc_server_requests_total{code=\"OK\",method=\"mib.testing.v1.Echo/Say\"} 1",
           "mib_rpc_server_requests_total{code=\"UNAUTHENTICATED\",method=\"mib.testing.v1.Echo/Me\"} 1",
           "mib_rpc_client_requests_total{code=\"OK\",method=\"mib.testing.v1.Echo/Say\"} 1",
           "mib_rpc_server_duration_seconds_count{method=\"mib.testing.v1.Echo/Say\"} 1",
           "mib_rpc_client_duration_seconds_count{method=\"mib.testing.v1.Echo/Say\"} 1",
           "mib_rpc_server_in_flight 0",
           "mib_rpc_client_circuit_state{service=\"core-engine\"} 0",
       }) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

}  // namespace mib::rpc
