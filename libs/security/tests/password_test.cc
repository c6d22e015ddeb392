#include "mib/security/password.h"

#include <catch2/catch_test_macros.hpp>

namespace mib::security {
namespace {

/// The least that libsodium does, so that tests are quick.
constexpr PasswordCost kCheap{.passes = 1, .memory_kib = 8};

}  // namespace

TEST_CASE("A password verifies against its own hash and no other", "[unit][password]") {
  const std::string hash = *HashPassword("correct horse battery", kCheap);
  CHECK(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  CHECK(VerifyPassword(hash, "correct horse battery"));
  CHECK_FALSE(VerifyPassword(hash, "correct horse batterx"));
  CHECK_FALSE(VerifyPassword(hash, ""));
  CHECK_FALSE(VerifyPassword(hash, std::string("correct horse battery\0", 22)));
}

TEST_CASE("Two hashes of one password differ by their salt", "[unit][password]") {
  CHECK(*HashPassword("same", kCheap) != *HashPassword("same", kCheap));
}

TEST_CASE("Text that is no Argon2id hash verifies nothing", "[unit][password]") {
  for (const std::string& text :
       {std::string(), std::string("password"), std::string("$argon2id$"),
        std::string("$argon2i$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"), std::string("$2b$12$abcdefghijklmnopqrstuv"),
        std::string(10000, '$'), "$argon2id$" + std::string(10000, 'x')}) {
    CHECK_FALSE(VerifyPassword(text, "password"));
    CHECK(NeedsRehash(text, kCheap));
  }
}

TEST_CASE("A hash made at another cost should be made anew", "[unit][password]") {
  const std::string hash = *HashPassword("password", kCheap);
  CHECK_FALSE(NeedsRehash(hash, kCheap));
  CHECK(NeedsRehash(hash, {.passes = 2, .memory_kib = 8}));
  CHECK(NeedsRehash(hash, {.passes = 1, .memory_kib = 16}));
}

TEST_CASE("A cost that cannot be paid is an error, not a weak hash", "[unit][password]") {
  CHECK(HashPassword("password", {.passes = 1, .memory_kib = 1}).status().code() ==
        absl::StatusCode::kResourceExhausted);
}

}  // namespace mib::security
