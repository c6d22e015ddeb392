#include "admin.h"

#include <catch2/catch_test_macros.hpp>
#include <latch>
#include <thread>

#include "child.h"
#include "simulated_clock.h"

namespace mib::service {
namespace {

class FakeApp final : public App {
 public:
  absl::Status Ready() override {
    if (hold) hold->wait();
    return answer;
  }
  void Stop(absl::Duration) override {}

  absl::Status answer;
  std::latch* hold = nullptr;
};

struct Fixture {
  SimulatedClock clock{absl::FromUnixSeconds(1705312800)};
  telemetry::Metrics metrics;
  Readiness readiness{clock};
  FakeApp app;
  std::unique_ptr<Admin> admin = Admin::Start({"127.0.0.1:0", "auth", "1.2.3"}, metrics, readiness).value();

  HttpAnswer Get(const std::string& path) { return Send(admin->port(), "GET", path); }
};

TEST_CASE_METHOD(Fixture, "Health is answered as long as the process lives", "[unit][service]") {
  const HttpAnswer answer = Get("/healthz");
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"status":"ok","service":"auth","version":"1.2.3"})");
}

TEST_CASE_METHOD(Fixture, "Readiness is the App's, with its reason and without its secrets", "[unit][service]") {
  CHECK(Get("/readyz").body == R"({"status":"not_ready","reason":"UNAVAILABLE: starting"})");
  readiness.SetApp(&app);
  CHECK(Get("/readyz").status == 200);
  CHECK(Get("/readyz?verbose").body == R"({"status":"ready"})");
  app.answer = absl::UnavailableError("no \"database\" with password=canary");
  clock.Advance(absl::Seconds(1));
  const HttpAnswer answer = Get("/readyz");
  CHECK(answer.status == 503);
  CHECK(answer.body == R"({"status":"not_ready","reason":"UNAVAILABLE: no \"database\" with password=***"})");
}

TEST_CASE_METHOD(Fixture, "Metrics have the service's own, the build's and the process's", "[unit][service]") {
  metrics.Counter("mib_auth_logins_total", "Logins.").Increment(2);
  const HttpAnswer answer = Get("/metrics");
  CHECK(answer.status == 200);
  CHECK(answer.head.find("text/plain; version=0.0.4") != std::string::npos);
  CHECK(answer.body.find("mib_auth_logins_total 2\n") != std::string::npos);
  CHECK(answer.body.find(R"(mib_build_info{service="auth",version="1.2.3"} 1)") != std::string::npos);
  CHECK(answer.body.find("process_resident_memory_bytes ") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "Other paths and methods are refused", "[unit][service]") {
  CHECK(Get("/").status == 404);
  CHECK(Get("/healthz/x").status == 404);
  const HttpAnswer answer = Send(admin->port(), "POST", "/metrics");
  CHECK(answer.status == 405);
  CHECK(answer.head.find("Allow: GET, HEAD") != std::string::npos);
}

TEST_CASE_METHOD(Fixture, "An App that takes long to answer holds up neither health nor metrics", "[unit][service]") {
  std::latch release(1);
  app.hold = &release;
  readiness.SetApp(&app);
  HttpAnswer ready;
  std::thread waiting([&] { ready = Get("/readyz"); });
  CHECK(Get("/healthz").status == 200);
  CHECK(Get("/metrics").status == 200);
  release.count_down();
  waiting.join();
  CHECK(ready.status == 200);
}

TEST_CASE_METHOD(Fixture, "A port that is taken is an error that names it", "[unit][service]") {
  const std::string taken = "127.0.0.1:" + std::to_string(admin->port());
  const auto second = Admin::Start({taken, "auth", "1.2.3"}, metrics, readiness);
  REQUIRE_FALSE(second.ok());
  CHECK(second.status().ToString().find(taken) != std::string::npos);
}

}  // namespace
}  // namespace mib::service
