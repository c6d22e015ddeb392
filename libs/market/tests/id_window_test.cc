#include "mib/market/id_window.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <random>
#include <set>

namespace mib::market {
namespace {

using Verdict = IdWindow::Verdict;

TEST_CASE("An id is new once", "[unit]") {
  IdWindow window;
  CHECK(window.Insert(0) == Verdict::kNew);
  CHECK(window.Insert(0) == Verdict::kDuplicate);
  CHECK(window.Insert(1'000'000) == Verdict::kNew);
  CHECK(window.Insert(999'999) == Verdict::kNew);
  CHECK(window.Insert(999'999) == Verdict::kDuplicate);
  CHECK(window.Insert(1'000'000) == Verdict::kDuplicate);
  CHECK(window.Insert(0) == Verdict::kTooOld);
}

TEST_CASE("A jump of any length forgets only what has left the window", "[unit]") {
  IdWindow window;
  window.Insert(100);
  window.Insert(100 + IdWindow::kIds - 64);
  CHECK(window.Insert(100) == Verdict::kDuplicate);
  window.Insert(100 + 10 * IdWindow::kIds);
  CHECK(window.Insert(100) == Verdict::kTooOld);
  CHECK(window.Insert(100 + 10 * IdWindow::kIds - 1) == Verdict::kNew);
  CHECK(window.Insert(UINT64_MAX) == Verdict::kNew);
  CHECK(window.Insert(UINT64_MAX - 1) == Verdict::kNew);
  CHECK(window.Insert(UINT64_MAX) == Verdict::kDuplicate);
}

TEST_CASE("The window agrees with a set of all ids, through any number of restarts", "[unit]") {
  std::mt19937_64 random(7);
  IdWindow window;
  std::set<uint64_t> seen;
  uint64_t next = 5'000;
  for (int i = 0; i < 200'000; ++i) {
    const uint64_t back = random() % 10 == 0 ? random() % 60'000 : 0;
    const uint64_t id = back > next ? 0 : next - back;
    next += random() % 100 == 0 ? random() % 300 : 1;
    CHECK(window.Insert(id) == (seen.insert(id).second ? Verdict::kNew : Verdict::kDuplicate));
    if (i % 20'000 == 0) window = IdWindow(window.highest(), window.Runs());
  }
}

TEST_CASE("Ids without gaps are told in two numbers", "[unit]") {
  IdWindow window;
  CHECK(window.Runs().empty());
  for (uint64_t id = 64'000; id < 640'000; ++id) window.Insert(id);
  CHECK(window.Runs().size() == 2);
  CHECK(IdWindow(0, {}).Insert(0) == Verdict::kNew);
  IdWindow last;
  last.Insert(UINT64_MAX);
  CHECK(IdWindow(UINT64_MAX, last.Runs()).Insert(UINT64_MAX) == Verdict::kDuplicate);
}

}  // namespace
}  // namespace mib::market
