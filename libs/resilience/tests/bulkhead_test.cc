#include "mib/resilience/bulkhead.h"

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <latch>
#include <stdexcept>

namespace mib::resilience {
namespace {

TEST_CASE("A full queue refuses work instead of growing", "[unit][bulkhead]") {
  std::latch started(1);
  std::latch release(1);
  std::atomic<int> done = 0;
  {
    Bulkhead bulkhead(1, 2);
    REQUIRE(bulkhead.Run([&] {
      started.count_down();
      release.wait();
      ++done;
    }));
    started.wait();
    CHECK(bulkhead.Run([&] { ++done; }));
    CHECK(bulkhead.Run([&] { ++done; }));
    CHECK(bulkhead.queued() == 2);
    CHECK_FALSE(bulkhead.Run([&] { ++done; }));
    release.count_down();
  }
  CHECK(done == 3);
}

TEST_CASE("As much work runs at once as there are threads", "[unit][bulkhead]") {
  constexpr int kThreads = 3;
  std::latch all_running(kThreads);
  Bulkhead bulkhead(kThreads, kThreads);
  // Each waits for all: with fewer threads this would never end.
  for (int i = 0; i < kThreads; ++i) REQUIRE(bulkhead.Run([&] { all_running.arrive_and_wait(); }));
  all_running.wait();
}

TEST_CASE("Destruction finishes what is queued", "[unit][bulkhead]") {
  std::atomic<int> done = 0;
  {
    Bulkhead bulkhead(2, 100);
    for (int i = 0; i < 100; ++i) REQUIRE(bulkhead.Run([&] { ++done; }));
  }
  CHECK(done == 100);
}

TEST_CASE("Work that throws does not stop the work after it", "[unit][bulkhead]") {
  std::latch after(1);
  Bulkhead bulkhead(1, 2);
  REQUIRE(bulkhead.Run([] { throw std::runtime_error("broken"); }));
  REQUIRE(bulkhead.Run([&] { after.count_down(); }));
  after.wait();
}

}  // namespace
}  // namespace mib::resilience
