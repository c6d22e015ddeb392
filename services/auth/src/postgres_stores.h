#pragma once

// The stores on PostgreSQL. `pool` must outlive them. Tables: migrations/.

#include "mib/postgres/pool.h"
#include "stores.h"

namespace mib::auth {

class PostgresUserStore final : public UserStore {
 public:
  explicit PostgresUserStore(postgres::Pool& pool) : pool_(pool) {}
  absl::StatusOr<std::optional<User>> FindByName(std::string_view name) override;
  absl::StatusOr<std::optional<User>> FindById(std::string_view id) override;
  absl::Status Insert(const User& user) override;
  absl::StatusOr<bool> InsertFirst(const User& user) override;
  absl::StatusOr<bool> IsEmpty() override;
  absl::StatusOr<std::vector<User>> List(int64_t limit, int64_t offset) override;
  absl::Status SetPasswordHash(std::string_view id, std::string_view hash, absl::Time now) override;

 private:
  postgres::Pool& pool_;
};

class PostgresLoginAttemptStore final : public LoginAttemptStore {
 public:
  PostgresLoginAttemptStore(postgres::Pool& pool, const LockoutPolicy& policy) : pool_(pool), policy_(policy) {}
  absl::StatusOr<std::optional<absl::Time>> Begin(std::string_view subject, absl::Time now) override;
  absl::Status Clear(std::string_view subject) override;

 private:
  postgres::Pool& pool_;
  const LockoutPolicy policy_;
};

class PostgresSessionStore final : public SessionStore {
 public:
  explicit PostgresSessionStore(postgres::Pool& pool) : pool_(pool) {}
  absl::Status Insert(const Session& session) override;
  absl::StatusOr<Rotation> Rotate(std::string_view old_hash, std::string_view new_hash, absl::Time now) override;
  absl::Status Revoke(std::string_view token_hash, absl::Time now) override;

 private:
  postgres::Pool& pool_;
};

class PostgresApiKeyStore final : public ApiKeyStore {
 public:
  explicit PostgresApiKeyStore(postgres::Pool& pool) : pool_(pool) {}
  absl::Status Insert(const ApiKey& key) override;
  absl::StatusOr<std::optional<ApiKey>> FindByHash(std::string_view hash, absl::Time now) override;
  absl::StatusOr<std::vector<ApiKey>> ListOf(std::string_view user_id) override;
  absl::StatusOr<bool> Revoke(std::string_view id, std::string_view user_id, absl::Time now) override;
  absl::Status SetLastUsed(std::string_view id, absl::Time now) override;

 private:
  postgres::Pool& pool_;
};

class PostgresSigningKeyStore final : public SigningKeyStore {
 public:
  explicit PostgresSigningKeyStore(postgres::Pool& pool) : pool_(pool) {}
  absl::StatusOr<std::vector<SealedKey>> List() override;
  absl::Status InsertFirst(const SealedKey& key) override;

 private:
  postgres::Pool& pool_;
};

}  // namespace mib::auth
