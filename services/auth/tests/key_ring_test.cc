#include "key_ring.h"

#include <catch2/catch_test_macros.hpp>

#include "fakes.h"
#include "jwks.h"

namespace mib::auth {
namespace {

const std::string kSealingKey(32, 'k');
const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

}  // namespace

TEST_CASE("The first start makes a signing key, the second finds it", "[unit][auth]") {
  FakeSigningKeyStore store;
  const KeyRing first = *KeyRing::Load(store, kSealingKey, kNow);
  REQUIRE(store.keys.size() == 1);
  const KeyRing second = *KeyRing::Load(store, kSealingKey, kNow);
  CHECK(store.keys.size() == 1);
  CHECK(second.signing_key().public_key().kid == first.signing_key().public_key().kid);
}

TEST_CASE("A private key is not readable in the store", "[unit][auth]") {
  FakeSigningKeyStore store;
  const KeyRing ring = *KeyRing::Load(store, kSealingKey, kNow);
  CHECK(store.keys[0].sealed_private_key.find("PRIVATE KEY") == std::string::npos);
  CHECK(KeyRing::Load(store, std::string(32, 'x'), kNow).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("A sealed key put under another key's id is refused", "[unit][auth]") {
  FakeSigningKeyStore store;
  const KeyRing ring = *KeyRing::Load(store, kSealingKey, kNow);
  store.keys[0].id = "another";
  CHECK(KeyRing::Load(store, kSealingKey, kNow).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("An instance that comes second takes the key of the first", "[unit][auth]") {
  FakeSigningKeyStore elsewhere;
  const KeyRing first = *KeyRing::Load(elsewhere, kSealingKey, kNow);
  FakeSigningKeyStore store;
  store.rival = elsewhere.keys[0];
  const KeyRing second = *KeyRing::Load(store, kSealingKey, kNow);
  CHECK(second.signing_key().public_key().kid == first.signing_key().public_key().kid);
}

TEST_CASE("The newest key signs, all are published", "[unit][auth]") {
  FakeSigningKeyStore older, newer;
  const KeyRing old_ring = *KeyRing::Load(older, kSealingKey, kNow);
  const KeyRing new_ring = *KeyRing::Load(newer, kSealingKey, kNow + absl::Hours(1));
  FakeSigningKeyStore both;
  both.keys = {newer.keys[0], older.keys[0]};
  const KeyRing ring = *KeyRing::Load(both, kSealingKey, kNow);
  CHECK(ring.signing_key().public_key().kid == new_ring.signing_key().public_key().kid);
  JwksEndpoint jwks(ring.public_keys());
  const v1::Jwks answer = *jwks.GetJwks({}, {});
  REQUIRE(answer.keys_size() == 2);
  CHECK(answer.keys(1).kid() == old_ring.signing_key().public_key().kid);
  CHECK(answer.keys(1).kty() == "EC");
  CHECK(answer.keys(1).crv() == "P-256");
  CHECK(answer.keys(1).alg() == "ES256");
  CHECK(answer.keys(1).use() == "sig");
}

}  // namespace mib::auth
