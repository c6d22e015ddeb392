#include "pacer.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::venue {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1'700'000'000);

TEST_CASE("The rate is met exactly, however often it is asked for", "[unit][replay_venue]") {
  for (const int step_ms : {1, 3, 7, 50}) {
    Pacer pacer(1000, kStart);
    int due = 0;
    for (int ms = step_ms; ms <= 2100; ms += step_ms) due += pacer.Due(kStart + absl::Milliseconds(ms));
    CHECK(due == 2100 / step_ms * step_ms);
  }
}

TEST_CASE("Slow rates wait for their turn", "[unit][replay_venue]") {
  Pacer pacer(0.5, kStart);
  CHECK(pacer.Due(kStart + absl::Milliseconds(1999)) == 0);
  CHECK(pacer.Due(kStart + absl::Milliseconds(2000)) == 1);
  CHECK(pacer.Due(kStart + absl::Milliseconds(2001)) == 0);
  CHECK(pacer.Due(kStart + absl::Milliseconds(4000)) == 1);
}

TEST_CASE("A pause is not made up for", "[unit][replay_venue]") {
  Pacer pacer(1000, kStart);
  CHECK(pacer.Due(kStart + absl::Seconds(60)) == 100);
  CHECK(pacer.Due(kStart + absl::Seconds(60)) == 0);
  CHECK(pacer.Due(kStart + absl::Seconds(60) + absl::Milliseconds(5)) == 5);
}

}  // namespace
}  // namespace mib::venue
