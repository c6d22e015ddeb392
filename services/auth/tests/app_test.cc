// The whole service over mutual TLS against a real PostgreSQL.

#include "app.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

#include "fmt/format.h"
#include "mib/auth/v1/auth.pb.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/rpc/channel.h"
#include "mib/security/jwt.h"
#include "postgres_fixture.h"
#include "test_ca.h"

namespace mib::auth {
namespace {

constexpr std::string_view kAdminPassword = "a long random sentence";

/// A port that the kernel holds free at this moment; it goes round before it gives one out again.
int FreePort() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(listener);
  return ntohs(address.sin_port);
}

class RunningAuth {
 public:
  RunningAuth() : port_(FreePort()) {
    const security::CertificateFiles files = ca_.WriteFiles(dir_, "auth");
    config_.mutable_tls()->set_ca_file(files.ca);
    config_.mutable_tls()->set_certificate_file(files.certificate);
    config_.mutable_tls()->set_key_file(files.key);
    config_.mutable_rpc()->set_listen(fmt::format("127.0.0.1:{}", port_));
    config_.mutable_rpc()->set_blocking_threads(4);
    config_.mutable_rpc()->set_max_queued(64);
    config_.mutable_postgres()->set_dsn(postgres_.dsn());
    config_.mutable_postgres()->set_pool_size(4);
    config_.mutable_postgres()->set_connect_timeout_ms(3000);
    config_.mutable_postgres()->set_statement_timeout_ms(10000);
    config_.set_issuer("mib");
    config_.set_audience("api");
    config_.set_access_token_ttl_s(900);
    config_.set_refresh_token_ttl_s(604800);
    config_.mutable_argon2()->set_passes(1);
    config_.mutable_argon2()->set_memory_kib(8);
    config_.set_key_file(dir_.Write("sealing-key", std::string(32, 'k')));
    config_.set_initial_admin_password_file(dir_.Write("admin-password", std::string(kAdminPassword) + "\nrest\n"));
  }

  config::v1::Auth& config() { return config_; }
  absl::Status Start() {
    app_.reset();
    auto app = StartApp(config_, runtime_);
    if (!app.ok()) return app.status();
    app_ = *std::move(app);
    return absl::OkStatus();
  }
  service::App& app() { return *app_; }
  std::unique_ptr<rpc::Channel> ChannelAs(std::string_view caller) {
    const security::CertificateFiles files = ca_.WriteFiles(dir_, caller);
    return *rpc::Channel::Open({.service = "auth",
                                .address = config_.rpc().listen(),
                                .tls = {.ca = files.ca, .certificate = files.certificate, .key = files.key}},
                               metrics_, clock_);
  }
  PostgresFixture& postgres() { return postgres_; }

 private:
  PostgresFixture postgres_;
  SystemClock clock_;
  telemetry::Metrics metrics_;
  security::TestCa ca_;
  security::TempDir dir_;
  int port_;
  config::v1::Auth config_;
  service::Runtime runtime_{clock_, metrics_, "test"};
  std::unique_ptr<service::App> app_;
};

v1::LoginRequest LoginAs(std::string_view username, std::string_view password) {
  v1::LoginRequest request;
  request.set_username(std::string(username));
  request.set_password(std::string(password));
  return request;
}

}  // namespace

TEST_CASE("A fresh service makes an admin, who logs in with a token that the published keys verify",
          "[integration][auth]") {
  RunningAuth auth;
  REQUIRE(auth.Start().ok());
  CHECK(auth.app().Ready().ok());
  const auto gateway = auth.ChannelAs("gateway");
  const auto pair = rpc::Call<v1::TokenPair>(*gateway, "mib.auth.v1.Auth/Login", LoginAs("Admin", kAdminPassword));
  INFO(ToString(pair.status()));
  REQUIRE(pair.ok());
  const v1::Jwks jwks = *rpc::Call<v1::Jwks>(*gateway, "mib.auth.v1.Auth/GetJwks", v1::GetJwksRequest());
  REQUIRE(jwks.keys_size() == 1);
  const auto verifier =
      *security::Verifier::Make({{.kid = jwks.keys(0).kid(), .x = jwks.keys(0).x(), .y = jwks.keys(0).y()}},
                                {.issuer = "mib", .audience = "api"});
  const auto claims = verifier->Verify(pair->access_token(), absl::Now());
  REQUIRE(claims.ok());
  CHECK(claims->username == "admin");
  CHECK(claims->permissions.size() == 12);
}

TEST_CASE("A restart keeps the admin, the sessions and the signing key", "[integration][auth]") {
  RunningAuth auth;
  REQUIRE(auth.Start().ok());
  const auto gateway = auth.ChannelAs("gateway");
  const auto pair = rpc::Call<v1::TokenPair>(*gateway, "mib.auth.v1.Auth/Login", LoginAs("admin", kAdminPassword));
  REQUIRE(pair.ok());
  const std::string kid = security::KeyIdOf(pair->access_token());
  auth.app().Stop(absl::Seconds(5));
  REQUIRE(auth.Start().ok());
  v1::RefreshRequest refresh;
  refresh.set_refresh_token(pair->refresh_token());
  const auto again = auth.ChannelAs("gateway");
  const auto next = rpc::Call<v1::TokenPair>(*again, "mib.auth.v1.Auth/Refresh", refresh);
  INFO(ToString(next.status()));
  REQUIRE(next.ok());
  CHECK(security::KeyIdOf(next->access_token()) == kid);
}

TEST_CASE("Accounts and API keys go their way from the gateway to the database and back", "[integration][auth]") {
  RunningAuth auth;
  auth.config().set_registration_open(true);
  REQUIRE(auth.Start().ok());
  const auto gateway = auth.ChannelAs("gateway");
  v1::RegisterRequest registration;
  registration.set_username("ada");
  registration.set_email("ada@example.com");
  registration.set_password("correct horse battery");
  const auto ada = rpc::Call<v1::User>(*gateway, "mib.auth.v1.Auth/Register", registration);
  REQUIRE(ada.ok());
  const auto taken = rpc::Call<v1::User>(*gateway, "mib.auth.v1.Auth/Register", registration);
  CHECK(errors::DetailOf(taken.status()).code() == api::v1::USERNAME_TAKEN);

  const rpc::Principal principal{.user_id = ada->id(),
                                 .username = "ada",
                                 .roles = {"viewer"},
                                 .permissions = {"read_data", "access_market_data", "access_news_data"}};
  v1::CreateApiKeyRequest creation;
  creation.set_name("notebook");
  const auto made = rpc::Call<v1::CreateApiKeyResponse>(*gateway, "mib.auth.v1.Auth/CreateApiKey", creation,
                                                        {.principal = &principal});
  INFO(ToString(made.status()));
  REQUIRE(made.ok());
  v1::VerifyApiKeyRequest verification;
  verification.set_key(made->key());
  const auto owner = rpc::Call<v1::Principal>(*gateway, "mib.auth.v1.Auth/VerifyApiKey", verification);
  REQUIRE(owner.ok());
  CHECK(owner->user_id() == ada->id());
  CHECK(owner->permissions_size() == 3);
  // A viewer lists no users, and no other service asks auth anything.
  const auto listed = rpc::Call<v1::ListUsersResponse>(*gateway, "mib.auth.v1.Auth/ListUsers", v1::ListUsersRequest(),
                                                       {.principal = &principal});
  CHECK(errors::DetailOf(listed.status()).details().at("required") == "update_user");
  const auto elsewhere =
      rpc::Call<v1::Principal>(*auth.ChannelAs("analytics"), "mib.auth.v1.Auth/VerifyApiKey", verification);
  CHECK(errors::DetailOf(elsewhere.status()).code() == api::v1::PERMISSION_DENIED);
}

TEST_CASE("The service does not start with another sealing key, and says so", "[integration][auth]") {
  RunningAuth auth;
  REQUIRE(auth.Start().ok());
  security::TempDir dir;
  auth.config().set_key_file(dir.Write("other", std::string(32, 'x')));
  CHECK(auth.Start().code() == absl::StatusCode::kInvalidArgument);
  auth.config().set_key_file((dir.path() / "missing").string());
  CHECK(auth.Start().code() == absl::StatusCode::kFailedPrecondition);
}

TEST_CASE("The service is not ready to start while the database is away", "[integration][auth]") {
  RunningAuth auth;
  auth.config().mutable_postgres()->set_dsn("host=127.0.0.1 port=1 user=auth dbname=mib");
  CHECK(auth.Start().code() == absl::StatusCode::kUnavailable);
}

}  // namespace mib::auth
