#include <fmt/format.h>

#include "mib/base/ids.h"
#include "postgres_stores.h"
#include "query.h"

namespace mib::auth {
namespace {

using postgres::Result;
using postgres::Value;

constexpr std::string_view kUserColumns =
    "user_id::text, username::text, email::text, password_hash, full_name::text, roles, is_active, created_at";

constexpr std::string_view kInsert =
    "INSERT INTO users (user_id, username, email, password_hash, full_name, roles, is_active, created_at, updated_at) "
    "VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $8)";

User ReadUser(const Result& rows, int row) {
  return User{.id = rows.Text(row, 0),
              .username = rows.Text(row, 1),
              .email = rows.Text(row, 2),
              .password_hash = rows.Text(row, 3),
              .full_name = rows.Text(row, 4),
              .roles = rows.TextArray(row, 5),
              .is_active = rows.Bool(row, 6),
              .created_at = rows.Time(row, 7)};
}

std::vector<Value> InsertParameters(const User& user) {
  return {user.id,        user.username, user.email,     user.password_hash,
          user.full_name, user.roles,    user.is_active, user.created_at};
}

absl::StatusOr<std::optional<User>> FindOne(postgres::Pool& pool, std::string_view condition, std::string_view value) {
  ASSIGN_OR_RETURN(const Result rows,
                   Query(pool, fmt::format("SELECT {} FROM users WHERE {}", kUserColumns, condition), {Text(value)}));
  if (rows.size() == 0) return std::nullopt;
  return ReadUser(rows, 0);
}

}  // namespace

absl::StatusOr<std::optional<User>> PostgresUserStore::FindByName(std::string_view name) {
  // A user name cannot contain '@', so at most one row matches.
  return FindOne(pool_, "lower(username) = lower($1) OR lower(email) = lower($1)", name);
}

absl::StatusOr<std::optional<User>> PostgresUserStore::FindById(std::string_view id) {
  if (!IsUuid(id)) return std::nullopt;
  return FindOne(pool_, "user_id = $1::uuid", id);
}

absl::Status PostgresUserStore::Insert(const User& user) {
  return Query(pool_, kInsert, InsertParameters(user)).status();
}

absl::StatusOr<bool> PostgresUserStore::InsertFirst(const User& user) {
  bool inserted = false;
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool_.Acquire());
  const absl::Status done = connection->Transaction([&](postgres::Connection& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Query(kFirstStartLock).status());
    ASSIGN_OR_RETURN(const Result rows, transaction.Query("SELECT 1 FROM users LIMIT 1"));
    if (rows.size() > 0) return absl::OkStatus();
    inserted = true;
    return transaction.Query(kInsert, InsertParameters(user)).status();
  });
  RETURN_IF_ERROR(done);
  return inserted;
}

absl::StatusOr<bool> PostgresUserStore::IsEmpty() {
  ASSIGN_OR_RETURN(const Result rows, Query(pool_, "SELECT 1 FROM users LIMIT 1"));
  return rows.size() == 0;
}

absl::StatusOr<std::vector<User>> PostgresUserStore::List(int64_t limit, int64_t offset) {
  ASSIGN_OR_RETURN(
      const Result rows,
      Query(pool_, fmt::format("SELECT {} FROM users ORDER BY created_at, user_id LIMIT $1 OFFSET $2", kUserColumns),
            {limit, offset}));
  std::vector<User> users;
  for (int row = 0; row < rows.size(); ++row) users.push_back(ReadUser(rows, row));
  return users;
}

absl::Status PostgresUserStore::SetPasswordHash(std::string_view id, std::string_view hash, absl::Time now) {
  return Query(pool_, "UPDATE users SET password_hash = $2, updated_at = $3 WHERE user_id = $1::uuid",
               {Text(id), Text(hash), now})
      .status();
}

}  // namespace mib::auth
