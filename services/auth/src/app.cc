#include "app.h"

#include <fstream>
#include <iterator>

#include "accounts.h"
#include "api_keys.h"
#include "fmt/format.h"
#include "jwks.h"
#include "mib/base/status.h"
#include "mib/postgres/pool.h"
#include "mib/rpc/server.h"
#include "postgres_stores.h"
#include "sessions.h"

namespace mib::auth {
namespace {

constexpr const char* kService = "mib.auth.v1.Auth";

absl::StatusOr<std::string> ReadSecret(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in || content.empty()) return absl::FailedPreconditionError(fmt::format("{} cannot be read", file));
  return content;
}

postgres::PoolOptions PoolOptionsOf(const config::v1::Postgres& config) {
  return {.dsn = config.dsn(),
          .password_file = config.password_file(),
          .size = static_cast<int>(config.pool_size()),
          .connect_timeout = absl::Milliseconds(config.connect_timeout_ms()),
          .statement_timeout = absl::Milliseconds(config.statement_timeout_ms()),
          .acquire_timeout = absl::Seconds(2),
          .application_name = "auth"};
}

rpc::ServerOptions ServerOptionsOf(const config::v1::Auth& config) {
  return {.listen = config.rpc().listen(),
          .tls = {.ca = config.tls().ca_file(),
                  .certificate = config.tls().certificate_file(),
                  .key = config.tls().key_file()},
          .blocking_threads = static_cast<int>(config.rpc().blocking_threads()),
          .max_queued = static_cast<int>(config.rpc().max_queued())};
}

TokenOptions TokenOptionsOf(const config::v1::Auth& config) {
  return {.issuer = config.issuer(),
          .audience = config.audience(),
          .access_ttl = absl::Seconds(config.access_token_ttl_s()),
          .session_ttl = absl::Seconds(config.refresh_token_ttl_s())};
}

/// Everything below the server, in the order in which each needs the one before.
struct Parts {
  Parts(const config::v1::Auth& config, service::Runtime& runtime, const Probe& probe_in,
        std::unique_ptr<postgres::Pool> pool_in, KeyRing keys_in, Passwords passwords_in)
      : pool(std::move(pool_in)),
        keys(std::move(keys_in)),
        passwords(std::move(passwords_in)),
        probe(probe_in),
        tokens(keys, TokenOptionsOf(config)),
        users(*pool),
        attempts(*pool, LockoutPolicy{}),
        session_store(*pool),
        api_key_store(*pool),
        accounts(users, passwords, config.registration_open(), runtime.clock),
        sessions(users, attempts, session_store, passwords, tokens, probe, runtime.clock),
        api_keys(users, api_key_store, probe, runtime.clock),
        jwks(keys.public_keys()) {}

  rpc::ServiceBinder Binder() {
    using rpc::Execution;
    rpc::ServiceBinder binder;
    binder.Bind(kService, "Login", Execution::kBlocking, &Sessions::Login, &sessions);
    binder.Bind(kService, "Refresh", Execution::kBlocking, &Sessions::Refresh, &sessions);
    binder.Bind(kService, "Logout", Execution::kBlocking, &Sessions::Logout, &sessions);
    binder.Bind(kService, "Register", Execution::kBlocking, &Accounts::Register, &accounts);
    binder.Bind(kService, "GetMe", Execution::kBlocking, &Accounts::GetMe, &accounts);
    binder.Bind(kService, "CreateUser", Execution::kBlocking, &Accounts::CreateUser, &accounts);
    binder.Bind(kService, "ListUsers", Execution::kBlocking, &Accounts::ListUsers, &accounts);
    binder.Bind(kService, "CreateApiKey", Execution::kBlocking, &ApiKeys::CreateApiKey, &api_keys);
    binder.Bind(kService, "ListApiKeys", Execution::kBlocking, &ApiKeys::ListApiKeys, &api_keys);
    binder.Bind(kService, "RevokeApiKey", Execution::kBlocking, &ApiKeys::RevokeApiKey, &api_keys);
    binder.Bind(kService, "VerifyApiKey", Execution::kBlocking, &ApiKeys::VerifyApiKey, &api_keys);
    binder.Bind(kService, "GetJwks", Execution::kInline, &JwksEndpoint::GetJwks, &jwks);
    return binder;
  }

  const std::unique_ptr<postgres::Pool> pool;
  const KeyRing keys;
  const Passwords passwords;
  Probe probe;
  const AccessTokens tokens;
  PostgresUserStore users;
  PostgresLoginAttemptStore attempts;
  PostgresSessionStore session_store;
  PostgresApiKeyStore api_key_store;
  Accounts accounts;
  Sessions sessions;
  ApiKeys api_keys;
  JwksEndpoint jwks;
};

class AuthApp final : public service::App {
 public:
  AuthApp(std::unique_ptr<Parts> parts, std::unique_ptr<rpc::Server> server)
      : parts_(std::move(parts)), server_(std::move(server)) {}

  absl::Status Ready() override { return parts_->pool->Check(); }
  void Stop(absl::Duration grace) override { server_->Shutdown(grace); }

 private:
  const std::unique_ptr<Parts> parts_;
  const std::unique_ptr<rpc::Server> server_;
};

absl::StatusOr<std::unique_ptr<Parts>> BuildParts(const config::v1::Auth& config, service::Runtime& runtime) {
  Probe probe(runtime.metrics);
  ASSIGN_OR_RETURN(const std::string sealing_key, ReadSecret(config.key_file()));
  ASSIGN_OR_RETURN(auto pool, postgres::Pool::Open(PoolOptionsOf(config.postgres()), runtime.metrics, runtime.clock));
  PostgresSigningKeyStore signing_keys(*pool);
  ASSIGN_OR_RETURN(KeyRing keys, KeyRing::Load(signing_keys, sealing_key, runtime.clock.Now()));
  const security::PasswordCost cost{.passes = config.argon2().passes(), .memory_kib = config.argon2().memory_kib()};
  ASSIGN_OR_RETURN(Passwords passwords, Passwords::Make(cost, probe.password_seconds));
  return std::make_unique<Parts>(config, runtime, probe, std::move(pool), std::move(keys), std::move(passwords));
}

absl::Status MakeFirstAdmin(const config::v1::Auth& config, Accounts& accounts) {
  if (config.initial_admin_password_file().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string content, ReadSecret(config.initial_admin_password_file()));
  return accounts.MakeFirstAdmin(content.substr(0, content.find_first_of("\r\n")));
}

}  // namespace

absl::StatusOr<std::unique_ptr<service::App>> StartApp(const config::v1::Auth& config, service::Runtime& runtime) {
  ASSIGN_OR_RETURN(std::unique_ptr<Parts> parts, BuildParts(config, runtime));
  RETURN_IF_ERROR(MakeFirstAdmin(config, parts->accounts));
  ASSIGN_OR_RETURN(std::unique_ptr<rpc::Server> server,
                   rpc::Server::Start(ServerOptionsOf(config), parts->Binder(), runtime.metrics, runtime.clock));
  return std::make_unique<AuthApp>(std::move(parts), std::move(server));
}

}  // namespace mib::auth
