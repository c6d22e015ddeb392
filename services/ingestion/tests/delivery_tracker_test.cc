#include "venues/coinbase/delivery_tracker.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::coinbase {
namespace {

TEST_CASE("The position moves only over batches confirmed without a hole", "[unit]") {
  DeliveryTracker tracker;
  CHECK_FALSE(tracker.position());
  tracker.Restart(10);
  const auto first = tracker.Sent(20);
  const auto second = tracker.Sent(30);
  tracker.Delivered(second);
  CHECK(tracker.position() == 10);
  tracker.Delivered(first);
  CHECK(tracker.position() == 30);
}

TEST_CASE("After a loss nothing more is confirmed until the restart", "[unit]") {
  DeliveryTracker tracker;
  tracker.Restart(10);
  const auto first = tracker.Sent(20);
  const auto second = tracker.Sent(30);
  tracker.Failed(first);
  tracker.Delivered(second);
  CHECK(tracker.failed());
  CHECK(tracker.position() == 10);
  tracker.Restart(10);
  CHECK_FALSE(tracker.failed());
}

TEST_CASE("A late word about a batch from before the restart changes nothing", "[unit]") {
  DeliveryTracker tracker;
  tracker.Restart(10);
  const auto old = tracker.Sent(20);
  tracker.Restart(10);
  const auto again = tracker.Sent(15);
  tracker.Delivered(old);
  CHECK(tracker.position() == 10);
  tracker.Failed(old);
  CHECK_FALSE(tracker.failed());
  tracker.Delivered(again);
  CHECK(tracker.position() == 15);
}

}  // namespace
}  // namespace mib::coinbase
