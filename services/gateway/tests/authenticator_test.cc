#include "authenticator.h"

#include <catch2/catch_test_macros.hpp>
#include <optional>

#include "fakes.h"
#include "mib/auth/v1/auth.pb.h"
#include "simulated_clock.h"

namespace mib::gateway {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1705312800);
const char kIssuer[] = "issuer";
const char kAudience[] = "audience";
const std::string kKey = "mib_" + std::string(43, 'a');

struct World {
  World() {
    ServeKeys({signer.get()});
    auth::v1::Principal owner;
    owner.set_user_id("u2");
    owner.add_permissions("read_data");
    auth.Answer("mib.auth.v1.Auth/VerifyApiKey", owner);
  }

  void ServeKeys(const std::vector<security::SigningKey*>& keys) {
    auth::v1::Jwks jwks;
    for (const auto* key : keys) {
      auth::v1::Jwk* jwk = jwks.add_keys();
      jwk->set_kid(key->public_key().kid);
      jwk->set_x(key->public_key().x);
      jwk->set_y(key->public_key().y);
    }
    auth.Answer("mib.auth.v1.Auth/GetJwks", jwks);
  }

  std::string Token(const security::SigningKey& key, absl::Duration life = absl::Minutes(15),
                    std::string_view issuer = kIssuer) const {
    security::Claims claims;
    claims.subject = "u1";
    claims.username = "ada";
    claims.permissions = {"access_market_data"};
    claims.issued_at = clock.Now();
    claims.expires_at = clock.Now() + life;
    return *key.Sign(claims, issuer, kAudience);
  }

  absl::StatusOr<IdentityPtr> Try(const Credentials& credentials) {
    std::optional<absl::StatusOr<IdentityPtr>> result;
    authenticator.Authenticate(credentials,
                               [&](absl::StatusOr<IdentityPtr> identity) { result = std::move(identity); });
    REQUIRE(result.has_value());
    return *result;
  }
  absl::StatusOr<IdentityPtr> TryToken(const std::string& token) { return Try({.token = token, .api_key = {}}); }
  absl::StatusOr<IdentityPtr> TryKey(const std::string& key) { return Try({.token = {}, .api_key = key}); }

  size_t Calls(const std::string& method) const {
    size_t count = 0;
    for (const auto& call : auth.calls()) count += call.method == method ? 1u : 0u;
    return count;
  }
  size_t KeyFetches() const { return Calls("mib.auth.v1.Auth/GetJwks"); }
  size_t KeyQuestions() const { return Calls("mib.auth.v1.Auth/VerifyApiKey"); }

  telemetry::Metrics metrics;
  SimulatedClock clock{kStart};
  std::unique_ptr<RouteTable> routes = *RouteTable::Build(RouteTable::LinkedServices());
  Probe probe{metrics, *routes};
  std::unique_ptr<security::SigningKey> signer = *security::SigningKey::Generate();
  FakeChannel auth{"auth"};
  Authenticator authenticator{auth, {.issuer = kIssuer, .audience = kAudience}, clock, probe};
};

api::v1::ErrorCode CodeOf(const absl::StatusOr<IdentityPtr>& result) {
  return errors::DetailOf(result.status()).code();
}

TEST_CASE("A token proves its user, and is verified once", "[unit]") {
  World world;
  const std::string token = world.Token(*world.signer);
  const auto first = world.TryToken(token);
  REQUIRE(first.ok());
  CHECK((*first)->principal.user_id == "u1");
  CHECK((*first)->principal.permissions == std::vector<std::string>{"access_market_data"});
  CHECK((*first)->kind == Identity::Kind::kUser);
  const auto second = world.TryToken(token);
  CHECK(*second == *first);
  CHECK(world.KeyFetches() == 1);
}

TEST_CASE("A remembered token still ends when it expires", "[unit]") {
  World world;
  const std::string token = world.Token(*world.signer, absl::Minutes(1));
  REQUIRE(world.TryToken(token).ok());
  world.clock.Advance(absl::Minutes(1) + absl::Seconds(31));
  CHECK(CodeOf(world.TryToken(token)) == api::v1::TOKEN_EXPIRED);
  CHECK(CodeOf(world.TryToken(token)) == api::v1::TOKEN_EXPIRED);
  CHECK(world.probe.AuthFailure("expired").Value() == 2);
}

TEST_CASE("A token of an unknown key makes the keys be fetched anew, at most once in ten seconds", "[unit]") {
  World world;
  REQUIRE(world.TryToken(world.Token(*world.signer)).ok());
  const auto rotated = *security::SigningKey::Generate();
  const std::string token = world.Token(*rotated);
  CHECK(CodeOf(world.TryToken(token)) == api::v1::UNAUTHENTICATED);
  CHECK(world.KeyFetches() == 1);
  world.clock.Advance(absl::Seconds(10));
  world.ServeKeys({world.signer.get(), rotated.get()});
  CHECK(world.TryToken(token).ok());
  CHECK(world.KeyFetches() == 2);
  const auto foreign = *security::SigningKey::Generate();
  for (int i = 0; i < 50; ++i) CHECK_FALSE(world.TryToken(world.Token(*foreign)).ok());
  CHECK(world.KeyFetches() == 2);
}

TEST_CASE("A forged, foreign or broken token is refused with one and the same error", "[unit]") {
  World world;
  const auto foreign = *security::SigningKey::Generate();
  const std::string good = world.Token(*world.signer);
  std::string flipped = good;
  flipped[good.size() - 10] = flipped[good.size() - 10] == 'A' ? 'B' : 'A';
  for (const std::string& token :
       {world.Token(*foreign), flipped, good + "x", good.substr(0, good.size() - 4), std::string("a.b.c"),
        std::string("."), std::string(8193, 'a'), std::string("eyJhbGciOiJub25lIn0.e30."),
        world.Token(*world.signer, absl::Hours(1), "other")}) {
    CAPTURE(token.substr(0, 80));
    CHECK(CodeOf(world.TryToken(token)) == api::v1::UNAUTHENTICATED);
  }
}

TEST_CASE("Keys once fetched serve while auth is away", "[unit]") {
  World world;
  REQUIRE(world.TryToken(world.Token(*world.signer)).ok());
  world.auth.Fail("mib.auth.v1.Auth/GetJwks", absl::UnavailableError("refused"));
  world.clock.Advance(absl::Hours(1));
  CHECK(world.TryToken(world.Token(*world.signer)).ok());
  CHECK(world.KeyFetches() == 2);
}

TEST_CASE("Without any keys a token cannot be judged", "[unit]") {
  World world;
  world.auth.Fail("mib.auth.v1.Auth/GetJwks", absl::UnavailableError("refused"));
  CHECK(CodeOf(world.TryToken(world.Token(*world.signer))) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.probe.AuthFailure("unavailable").Value() == 1);
}

TEST_CASE("An API key is asked once a minute, so that a revoked one ends within it", "[unit]") {
  World world;
  const auto first = world.TryKey(kKey);
  REQUIRE(first.ok());
  CHECK((*first)->kind == Identity::Kind::kApiKey);
  CHECK((*first)->principal.user_id == "u2");
  CHECK((*first)->key_digest.find("mib_") == std::string::npos);
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", errors::Make(api::v1::INVALID_API_KEY, "revoked"));
  world.clock.Advance(absl::Seconds(59));
  CHECK(world.TryKey(kKey).ok());
  CHECK(world.KeyQuestions() == 1);
  world.clock.Advance(absl::Seconds(1));
  CHECK(CodeOf(world.TryKey(kKey)) == api::v1::INVALID_API_KEY);
}

TEST_CASE("A key that auth does not know is remembered for ten seconds", "[unit]") {
  World world;
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", errors::Make(api::v1::INVALID_API_KEY, "unknown"));
  for (int i = 0; i < 5; ++i) CHECK(CodeOf(world.TryKey(kKey)) == api::v1::INVALID_API_KEY);
  CHECK(world.KeyQuestions() == 1);
  world.clock.Advance(absl::Seconds(10));
  world.TryKey(kKey).IgnoreError();
  CHECK(world.KeyQuestions() == 2);
}

TEST_CASE("What has not the form of a key is refused without asking", "[unit]") {
  World world;
  for (const std::string& key :
       {std::string("mib_short"), "abc_" + std::string(43, 'a'), kKey + "a", "mib_" + std::string(43, '!')}) {
    CHECK(CodeOf(world.TryKey(key)) == api::v1::INVALID_API_KEY);
  }
  CHECK(world.KeyQuestions() == 0);
}

TEST_CASE("A key cannot be judged while auth is away, and that is not remembered", "[unit]") {
  World world;
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", absl::UnavailableError("refused"));
  CHECK(CodeOf(world.TryKey(kKey)) == api::v1::SERVICE_UNAVAILABLE);
  world.auth.Fail("mib.auth.v1.Auth/VerifyApiKey", absl::PermissionDeniedError("not a caller"));
  CHECK(CodeOf(world.TryKey(kKey)) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(world.KeyQuestions() == 2);
}

TEST_CASE("Credentials come by Authorization, X-API-Key or query", "[unit]") {
  http::Target target;
  REQUIRE(http::ParseTarget("/x?api_key=q", &target));
  http::Request request;
  CHECK(CredentialsOf(request, target)->api_key == "q");
  request.headers.emplace("x-api-key", "h");
  CHECK(CredentialsOf(request, target)->api_key == "h");
  request.headers.emplace("authorization", "bEaReR t");
  CHECK(CredentialsOf(request, target)->token == "t");
  CHECK(CredentialsOf(request, target)->api_key.empty());
  request.headers.clear();
  request.headers.emplace("authorization", "Basic YTpi");
  CHECK(errors::DetailOf(CredentialsOf(request, target).status()).code() == api::v1::UNAUTHENTICATED);
  CHECK(CredentialsOf({}, {})->empty());
}

}  // namespace
}  // namespace mib::gateway
