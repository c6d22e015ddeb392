#include "readiness.h"

#include <catch2/catch_test_macros.hpp>

#include "simulated_clock.h"

namespace mib::service {
namespace {

class CountingApp final : public App {
 public:
  absl::Status Ready() override {
    ++asked;
    return answer;
  }
  void Stop(absl::Duration) override {}

  int asked = 0;
  absl::Status answer;
};

TEST_CASE("Before there is an App it is not ready, for the reason given", "[unit][service]") {
  SimulatedClock clock(absl::FromUnixSeconds(1705312800));
  Readiness readiness(clock);
  CHECK(readiness.Check() == absl::UnavailableError("starting"));
  readiness.ClearApp("starting: no database");
  CHECK(readiness.Check() == absl::UnavailableError("starting: no database"));
}

TEST_CASE("The App is asked at most once a second", "[unit][service]") {
  SimulatedClock clock(absl::FromUnixSeconds(1705312800));
  Readiness readiness(clock);
  CountingApp app;
  readiness.SetApp(&app);
  CHECK(readiness.Check().ok());
  app.answer = absl::UnavailableError("database away");
  clock.Advance(absl::Milliseconds(999));
  CHECK(readiness.Check().ok());
  CHECK(app.asked == 1);
  clock.Advance(absl::Milliseconds(1));
  CHECK(readiness.Check() == app.answer);
  CHECK(app.asked == 2);
}

TEST_CASE("A clock that is set back does not keep an old answer", "[unit][service]") {
  SimulatedClock clock(absl::FromUnixSeconds(1705312800));
  Readiness readiness(clock);
  CountingApp app;
  readiness.SetApp(&app);
  CHECK(readiness.Check().ok());
  clock.Advance(-absl::Hours(1));
  CHECK(readiness.Check().ok());
  CHECK(app.asked == 2);
}

TEST_CASE("Once it stops the App is not asked any more", "[unit][service]") {
  SimulatedClock clock(absl::FromUnixSeconds(1705312800));
  Readiness readiness(clock);
  CountingApp app;
  readiness.SetApp(&app);
  readiness.ClearApp("stopping");
  CHECK(readiness.Check() == absl::UnavailableError("stopping"));
  CHECK(app.asked == 0);
}

}  // namespace
}  // namespace mib::service
