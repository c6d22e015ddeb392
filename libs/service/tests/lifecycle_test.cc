#include "lifecycle.h"

#include <signal.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <stdexcept>

#include "child.h"
#include "mib/base/log.h"

namespace mib::service {
namespace {

class FakeApp : public App {
 public:
  absl::Status Ready() override { return absl::OkStatus(); }
  void Stop(absl::Duration grace) override { log::Info("app stops", {{"grace_ms", absl::ToInt64Milliseconds(grace)}}); }
  ~FakeApp() override { log::Info("app is destroyed"); }
};

// Its Stop never ends.
class StuckApp final : public FakeApp {
 public:
  void Stop(absl::Duration) override {
    log::Info("app is stuck");
    for (;;) pause();
  }
};

LifecycleOptions Options() {
  LifecycleOptions options{.name = "auth", .version = "1.2.3", .runtime = {}};
  options.runtime.set_admin_listen("127.0.0.1:0");
  options.runtime.set_shutdown_timeout_ms(60'000);
  return options;
}

int Outcome(const absl::Status& status) {
  log::Info("outcome", {{"status", std::string(absl::StatusCodeToString(status.code()))}});
  return status.ok() ? 0 : 1;
}

template <typename Made>
Factory Making() {
  return [](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> { return std::make_unique<Made>(); };
}

TEST_CASE("A signal stops the App within its share of the time, then destroys it", "[unit][service]") {
  Child child([] { return Outcome(RunLifecycle(Options(), Making<FakeApp>())); });
  const int port = AdminPort(child);
  child.LineWith(R"("message":"started","version":"1.2.3")");
  CHECK(Send(port, "GET", "/readyz").status == 200);
  child.Signal(SIGTERM);
  child.LineWith(R"("message":"app stops","grace_ms":48000)");
  child.LineWith("app is destroyed");
  child.LineWith("stopped");
  CHECK(child.ExitStatus() == 0);
}

TEST_CASE("An interrupt from the keyboard stops it too", "[unit][service]") {
  Child child([] { return Outcome(RunLifecycle(Options(), Making<FakeApp>())); });
  child.LineWith("started");
  child.Signal(SIGINT);
  CHECK(child.ExitStatus() == 0);
}

TEST_CASE("A second signal ends a stop that hangs", "[unit][service]") {
  Child child([] { return Outcome(RunLifecycle(Options(), Making<StuckApp>())); });
  child.LineWith("started");
  child.Signal(SIGTERM);
  child.LineWith("app is stuck");
  child.Signal(SIGTERM);
  CHECK(child.ExitStatus() == 128 + SIGTERM);
}

TEST_CASE("A stop that takes longer than allowed is ended by force", "[unit][service]") {
  Child child([] {
    LifecycleOptions options = Options();
    options.runtime.set_shutdown_timeout_ms(50);
    return Outcome(RunLifecycle(options, Making<StuckApp>()));
  });
  child.LineWith("started");
  child.Signal(SIGTERM);
  CHECK(child.ExitStatus() == 1);
  CHECK(child.output().find("the stop took too long") != std::string::npos);
}

TEST_CASE("While something it needs is away it tries again, healthy but not ready", "[unit][service]") {
  const TempFile away("");
  Child child([&] {
    return Outcome(RunLifecycle(Options(), [&](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> {
      if (std::filesystem::exists(away.path())) return absl::UnavailableError("the database is away");
      return std::make_unique<FakeApp>();
    }));
  });
  const int port = AdminPort(child);
  child.LineWith(R"("message":"cannot start yet","reason":"UNAVAILABLE: the database is away","attempt":1)");
  CHECK(Send(port, "GET", "/healthz").status == 200);
  const HttpAnswer ready = Send(port, "GET", "/readyz");
  CHECK(ready.status == 503);
  CHECK(ready.body.find("the database is away") != std::string::npos);
  std::filesystem::remove(away.path());
  child.LineWith("started");
  CHECK(Send(port, "GET", "/readyz").status == 200);
  child.Signal(SIGTERM);
  CHECK(child.ExitStatus() == 0);
}

TEST_CASE("It gives up when what it needs stays away", "[unit][service]") {
  Child child([] {
    LifecycleOptions options = Options();
    options.start_timeout = absl::Milliseconds(100);
    return Outcome(RunLifecycle(options, [](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> {
      return absl::UnavailableError("still away");
    }));
  });
  CHECK(child.ExitStatus() == 1);
  CHECK(child.output().find(R"("message":"outcome","status":"UNAVAILABLE")") != std::string::npos);
}

TEST_CASE("A signal while it waits for what it needs is an orderly end", "[unit][service]") {
  Child child([] {
    return Outcome(RunLifecycle(
        Options(), [](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> { return absl::UnavailableError("away"); }));
  });
  child.LineWith("cannot start yet");
  child.Signal(SIGTERM);
  CHECK(child.ExitStatus() == 0);
}

TEST_CASE("A failure that waiting cannot mend is not tried again", "[unit][service]") {
  Child child([] {
    return Outcome(RunLifecycle(Options(), [](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> {
      return absl::FailedPreconditionError("no key");
    }));
  });
  CHECK(child.ExitStatus() == 1);
  CHECK(child.output().find("cannot start yet") == std::string::npos);
}

TEST_CASE("An exception while starting is a failure with its text", "[unit][service]") {
  Child child([] {
    const absl::Status status = RunLifecycle(
        Options(), [](Runtime&) -> absl::StatusOr<std::unique_ptr<App>> { throw std::runtime_error("broken pool"); });
    return status == absl::InternalError("broken pool") ? 42 : 0;
  });
  CHECK(child.ExitStatus() == 42);
}

}  // namespace
}  // namespace mib::service
