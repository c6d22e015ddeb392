#include "mib/base/ids.h"

#include <catch2/catch_test_macros.hpp>
#include <set>

namespace mib {
namespace {

TEST_CASE("A ULID is its time and its random bits in base 32", "[unit][ids]") {
  // 1469918176385 ms is 01ARYZ6S41, the example of the ULID specification.
  const std::array<uint8_t, 10> zeros{};
  CHECK(MakeUlid(absl::FromUnixMillis(1469918176385), zeros) == "01ARYZ6S410000000000000000");
  std::array<uint8_t, 10> ones;
  ones.fill(0xff);
  CHECK(MakeUlid(absl::FromUnixMillis((int64_t{1} << 48) - 1), ones) == "7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
  const std::array<uint8_t, 10> last_bit = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  CHECK(MakeUlid(absl::UnixEpoch(), last_bit) == "00000000000000000000000001");
}

TEST_CASE("A ULID of a time outside its range takes the nearest end", "[unit][ids]") {
  const std::array<uint8_t, 10> zeros{};
  CHECK(MakeUlid(absl::InfinitePast(), zeros) == std::string(26, '0'));
  CHECK(MakeUlid(absl::InfiniteFuture(), zeros).substr(0, 10) == "7ZZZZZZZZZ");
}

TEST_CASE("ULIDs sort by time", "[unit][ids]") {
  CHECK(NewUlid(absl::FromUnixMillis(1000)) < NewUlid(absl::FromUnixMillis(1001)));
  const std::string request_id = NewRequestId(absl::FromUnixMillis(1469918176385));
  CHECK(request_id.size() == 30);
  CHECK(request_id.substr(0, 14) == "req_01ARYZ6S41");
}

TEST_CASE("Random UUIDs carry version 4 and the RFC's variant, and differ", "[unit][ids]") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = NewUuid();
    REQUIRE(IsUuid(uuid));
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}

TEST_CASE("A derived UUID is the name's SHA-256 with version 8", "[unit][ids]") {
  // SHA-256("abc") = ba7816bf 8f01cfea 414140de 5dae2223 ... (FIPS 180-2, B.1)
  CHECK(DerivedUuid("abc") == "ba7816bf-8f01-8fea-8141-40de5dae2223");
  CHECK(DerivedUuid("abc") == DerivedUuid("abc"));
  CHECK(DerivedUuid("abc") != DerivedUuid("abd"));
}

TEST_CASE("Only 8-4-4-4-12 hexadecimal digits are a UUID", "[unit][ids]") {
  CHECK(IsUuid("BA7816BF-8f01-8fea-8141-40de5dae2223"));
  CHECK_FALSE(IsUuid(""));
  CHECK_FALSE(IsUuid("ba7816bf8f018fea814140de5dae2223"));
  CHECK_FALSE(IsUuid("{a7816bf-8f01-8fea-8141-40de5dae2223"));
  CHECK_FALSE(IsUuid("ba7816bf-8f01-8fea-8141-40de5dae222g"));
  CHECK_FALSE(IsUuid("ba7816bf-8f01-8fea-8141-40de5dae22233"));
}

}  // namespace
}  // namespace mib
