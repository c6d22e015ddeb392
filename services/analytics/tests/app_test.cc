#include "app.h"

#include <fmt/format.h>

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"
#include "mib/base/time.h"
#include "mib/core_engine/v1/market_data.pb.h"
#include "mib/market/proto.h"
#include "test_ca.h"

namespace mib::analytics {
namespace {

using core_engine::v1::GetBarsRequest;
using core_engine::v1::GetBarsResponse;

// Closes 1 ... 30, newest first, in one page; anything but AAPL is unknown.
absl::Status AnswerBars(const GetBarsRequest& request, GetBarsResponse* response) {
  if (request.symbol() != "AAPL") return errors::UnknownSymbol(request.symbol(), "AAPL (Apple Inc.)");
  for (int day = 30; day >= 1; --day) {
    auto& bar = *response->add_bars();
    *bar.mutable_open_time() = market::ToProto(*ParseTime("2024-01-01") + absl::Hours(24 * (day - 1)));
    *bar.mutable_close() = market::ToProto(Decimal(day, 0));
    bar.set_is_final(true);
  }
  return absl::OkStatus();
}

struct Fixture {
  telemetry::Metrics metrics;
  SystemClock clock;
  security::TempDir dir;
  security::TestCa ca;
  service::Runtime runtime{clock, metrics, "test"};
  std::unique_ptr<rpc::Server> core_engine = StartCoreEngine();
  std::unique_ptr<service::App> app = StartApp();
  std::unique_ptr<rpc::Channel> gateway = OpenGateway();
  const rpc::Principal user{.user_id = "u", .username = "u", .roles = {}, .permissions = {"access_market_data"}};

  ~Fixture() {
    app->Stop(absl::Seconds(1));
    core_engine->Shutdown(absl::Seconds(1));
  }
  rpc::TlsFiles Tls(const std::string& service) {
    const security::CertificateFiles files = ca.WriteFiles(dir, service);
    return {.ca = files.ca, .certificate = files.certificate, .key = files.key};
  }
  std::unique_ptr<rpc::Server> StartCoreEngine() {
    rpc::ServiceBinder binder;
    const auto* contract =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName("mib.core_engine.v1.MarketData");
    auto* factory = google::protobuf::MessageFactory::generated_factory();
    for (int i = 0; i < contract->method_count(); ++i) {
      const auto* method = contract->method(i);
      const auto handler = [is_bars = method->name() == "GetBars"](
                               const rpc::Context&, const google::protobuf::Message& request,
                               google::protobuf::Message* response) -> absl::Status {
        if (!is_bars) return absl::OkStatus();
        return AnswerBars(dynamic_cast<const GetBarsRequest&>(request), dynamic_cast<GetBarsResponse*>(response));
      };
      binder.Add(contract->full_name(), method->name(),
                 {rpc::Execution::kInline, handler, factory->GetPrototype(method->input_type()),
                  factory->GetPrototype(method->output_type())});
    }
    auto server =
        rpc::Server::Start({.listen = "127.0.0.1:0", .tls = Tls("core-engine")}, std::move(binder), metrics, clock);
    REQUIRE(server.ok());
    (*server)->SetServing(true);
    return *std::move(server);
  }
  std::unique_ptr<service::App> StartApp() {
    config::v1::Analytics config;
    const rpc::TlsFiles tls = Tls("analytics");
    config.mutable_tls()->set_ca_file(tls.ca);
    config.mutable_tls()->set_certificate_file(tls.certificate);
    config.mutable_tls()->set_key_file(tls.key);
    config.mutable_rpc()->set_listen("127.0.0.1:0");
    config.mutable_rpc()->set_blocking_threads(1);
    config.mutable_rpc()->set_max_queued(4);
    config.mutable_core_engine()->set_address(fmt::format("127.0.0.1:{}", core_engine->port()));
    config.set_history_bars(20000);
    auto started = App::Start(config, runtime);
    REQUIRE(started.ok());
    return *std::move(started);
  }
  std::unique_ptr<rpc::Channel> OpenGateway() {
    const int port = dynamic_cast<App&>(*app).rpc_port();
    auto channel = rpc::Channel::Open(
        {.service = "analytics", .address = fmt::format("127.0.0.1:{}", port), .tls = Tls("gateway")}, metrics, clock);
    REQUIRE(channel.ok());
    return *std::move(channel);
  }
  absl::StatusOr<v1::GetIndicatorResponse> Get(const std::string& symbol) {
    v1::GetIndicatorRequest request;
    request.set_symbol(symbol);
    request.set_name("sma");
    request.set_period(10);
    rpc::CallOptions options;
    options.principal = &user;
    return rpc::Call<v1::GetIndicatorResponse>(*gateway, "mib.analytics.v1.Indicators/GetIndicator", request, options);
  }
};

TEST_CASE("The service computes over core-engine's bars", "[unit][analytics]") {
  Fixture fixture;
  const auto response = fixture.Get("AAPL");
  REQUIRE(response.ok());
  REQUIRE(response->points_size() == 21);
  CHECK(response->points(20).values().at("sma") == 25.5);
  CHECK(fixture.app->Ready().ok());
}

TEST_CASE("core-engine's suggestion for an unknown symbol reaches the gateway", "[unit][analytics]") {
  Fixture fixture;
  const api::v1::ErrorDetail detail = errors::DetailOf(fixture.Get("APPL").status());
  CHECK(detail.code() == api::v1::INVALID_SYMBOL);
  CHECK(detail.details().at("suggestion") == "AAPL (Apple Inc.)");
}

TEST_CASE("Without core-engine the service says so and is not ready", "[unit][analytics]") {
  Fixture fixture;
  fixture.core_engine->Shutdown(absl::ZeroDuration());
  CHECK(errors::DetailOf(fixture.Get("AAPL").status()).code() == api::v1::SERVICE_UNAVAILABLE);
  CHECK_FALSE(fixture.app->Ready().ok());
}

}  // namespace
}  // namespace mib::analytics
