#include <catch2/catch_test_macros.hpp>

#include "fixture.h"

namespace mib::kafka {

TEST_CASE("Every broadcast consumer reads every partition, from the newest record on", "[integration][kafka]") {
  Fixture fixture;
  fixture.CreateTopic(3);
  fixture.Send({"old"}, "a");
  const auto one = fixture.OpenConsumer({}, /*broadcast=*/true);
  const auto other = fixture.OpenConsumer({}, /*broadcast=*/true);
  CHECK(one->Poll(1, absl::ZeroDuration())->empty());
  CHECK(other->Poll(1, absl::ZeroDuration())->empty());
  for (const char* key : {"a", "b", "c", "d", "e", "f"}) fixture.Send({"new"}, key);
  CHECK(ValuesOf(PollFor(*one, 6)) == std::vector<std::string>(6, "new"));
  CHECK(ValuesOf(PollFor(*other, 6)) == std::vector<std::string>(6, "new"));
}

TEST_CASE("A broadcast consumer waits for topics that do not exist yet", "[integration][kafka]") {
  Fixture fixture;
  const auto consumer = fixture.OpenConsumer({}, /*broadcast=*/true);
  CHECK(absl::IsUnavailable(consumer->Poll(1, absl::ZeroDuration()).status()));
  fixture.CreateTopic(1);
  bool assigned = false;
  PollUntil(*consumer, [&] { return assigned = assigned || consumer->Poll(1, absl::ZeroDuration()).ok(); });
  fixture.Send({"a"});
  CHECK(ValuesOf(PollFor(*consumer, 1)) == std::vector<std::string>{"a"});
}

}  // namespace mib::kafka
