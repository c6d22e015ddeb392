#include <signal.h>

#include <catch2/catch_test_macros.hpp>
#include <vector>

#include "child.h"
#include "mib/base/log.h"
#include "mib/service/service.h"
#include "mib/testing/v1/settings.pb.h"

namespace mib::service {
namespace {

class QuietApp final : public App {
 public:
  absl::Status Ready() override { return absl::OkStatus(); }
  void Stop(absl::Duration) override {}
};

// The main function of a service called "program".
int Program(std::vector<std::string> arguments, const absl::Status& start = absl::OkStatus()) {
  arguments.insert(arguments.begin(), "program");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  return Main<testing::v1::Program>(
      static_cast<int>(argv.size()), argv.data(), "program",
      [&](const testing::v1::Program& config, Runtime&) -> absl::StatusOr<std::unique_ptr<App>> {
        log::Info("factory", {{"greeting", config.greeting()}});
        if (!start.ok()) return start;
        return std::make_unique<QuietApp>();
      });
}

TEST_CASE("Version and help are printed without a configuration", "[unit][service]") {
  Child version([] { return Program({"--version"}); });
  CHECK(version.ExitStatus() == 0);
  CHECK(version.output().substr(0, 8) == "program ");
  Child help([] { return Program({"--help"}); });
  CHECK(help.ExitStatus() == 0);
  CHECK(help.output().find("usage: program --config FILE") == 0);
}

TEST_CASE("A wrong command line ends with status 2 and the usage", "[unit][service]") {
  Child child([] { return Program({"--colour"}); });
  CHECK(child.ExitStatus() == 2);
  CHECK(child.output().find("program: '--colour' is not an option\nusage: program") == 0);
}

TEST_CASE("A faulty configuration ends with status 2 and names every fault", "[unit][service]") {
  const TempFile file("runtime:\n  shutdown_timeout_ms: soon\ngreetings: hi\n");
  Child child([&] { return Program({"--config", file.path()}); });
  CHECK(child.ExitStatus() == 2);
  CHECK(child.output().find("program: cannot start: " + file.path() + ":2: runtime.shutdown_timeout_ms is 'soon'") ==
        0);
  CHECK(child.output().find(file.path() + ":3: greetings is not a setting") != std::string::npos);
}

TEST_CASE("An unknown log level is a fault of the configuration", "[unit][service]") {
  const TempFile file("runtime: {log_level: loud}\n");
  Child child([&] { return Program({"--config", file.path(), "--check-config"}); });
  CHECK(child.ExitStatus() == 2);
  CHECK(child.output().find("runtime.log_level is 'loud', not one of debug") != std::string::npos);
}

TEST_CASE("A good configuration is checked and printed without starting anything", "[unit][service]") {
  const TempFile file("greeting: salve\n");
  Child check([&] { return Program({"--config", file.path(), "--check-config"}); });
  CHECK(check.ExitStatus() == 0);
  CHECK(check.output() == file.path() + ": ok\n");
  Child print([&] { return Program({"--config", file.path(), "--print-config"}); });
  CHECK(print.ExitStatus() == 0);
  CHECK(print.output().find("greeting: \"salve\"\n") != std::string::npos);
  CHECK(print.output().find("shutdown_timeout_ms: 30000\n") != std::string::npos);
}

TEST_CASE("The factory gets the configuration, and the service runs until the signal", "[unit][service]") {
  const TempFile file("greeting: salve\n");
  Child child([&] { return Program({"--config", file.path()}); });
  const int port = AdminPort(child);
  child.LineWith(R"("service":"program","message":"factory","greeting":"salve")");
  child.LineWith("started");
  CHECK(Send(port, "GET", "/metrics").body.find(R"(mib_build_info{service="program",)") != std::string::npos);
  child.Signal(SIGTERM);
  CHECK(child.ExitStatus() == 0);
}

TEST_CASE("A service that cannot start says why, to people and to the log, and ends with status 1", "[unit][service]") {
  const TempFile file("");
  Child child([&] {
    return Program({"--config", file.path()}, absl::FailedPreconditionError("the key file is empty"));
  });
  CHECK(child.ExitStatus() == 1);
  CHECK(child.output().find("\nprogram: cannot start: the key file is empty\n") != std::string::npos);
  CHECK(child.output().find(R"("level":"CRITICAL","service":"program","message":"cannot start")") != std::string::npos);
}

}  // namespace
}  // namespace mib::service
