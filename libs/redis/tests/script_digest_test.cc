#include "script_digest.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::redis {

TEST_CASE("A script's digest is its SHA-1 in lower-case hex", "[unit][redis]") {
  // FIPS 180-2, A.1.
  CHECK(ScriptDigest("abc") == "a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(ScriptDigest("") == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

}  // namespace mib::redis
