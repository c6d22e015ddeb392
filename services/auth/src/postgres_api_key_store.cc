#include <fmt/format.h>

#include "mib/base/ids.h"
#include "postgres_stores.h"
#include "query.h"

namespace mib::auth {
namespace {

using postgres::Result;

constexpr std::string_view kApiKeyColumns =
    "key_id::text, user_id::text, name::text, key_hash, prefix, permissions, created_at, expires_at, last_used_at";

std::optional<absl::Time> OptionalTime(const Result& rows, int row, int column) {
  if (rows.IsNull(row, column)) return std::nullopt;
  return rows.Time(row, column);
}

ApiKey ReadKey(const Result& rows, int row) {
  return ApiKey{.id = rows.Text(row, 0),
                .user_id = rows.Text(row, 1),
                .name = rows.Text(row, 2),
                .hash = rows.Binary(row, 3),
                .prefix = rows.Text(row, 4),
                .permissions = rows.TextArray(row, 5),
                .created_at = rows.Time(row, 6),
                .expires_at = OptionalTime(rows, row, 7),
                .last_used_at = OptionalTime(rows, row, 8)};
}

}  // namespace

absl::Status PostgresApiKeyStore::Insert(const ApiKey& key) {
  return Query(pool_,
               "INSERT INTO api_keys (key_id, user_id, name, key_hash, prefix, permissions, created_at, expires_at) "
               "VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8)",
               {key.id, key.user_id, key.name, Blob(key.hash), key.prefix, key.permissions, key.created_at,
                postgres::OrNull(key.expires_at)})
      .status();
}

absl::StatusOr<std::optional<ApiKey>> PostgresApiKeyStore::FindByHash(std::string_view hash, absl::Time now) {
  ASSIGN_OR_RETURN(const Result rows,
                   Query(pool_,
                         fmt::format("SELECT {} FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL "
                                     "AND (expires_at IS NULL OR expires_at > $2)",
                                     kApiKeyColumns),
                         {Blob(hash), now}));
  if (rows.size() == 0) return std::nullopt;
  return ReadKey(rows, 0);
}

absl::StatusOr<std::vector<ApiKey>> PostgresApiKeyStore::ListOf(std::string_view user_id) {
  ASSIGN_OR_RETURN(const Result rows, Query(pool_,
                                            fmt::format("SELECT {} FROM api_keys WHERE user_id = $1::uuid "
                                                        "AND revoked_at IS NULL ORDER BY created_at, key_id",
                                                        kApiKeyColumns),
                                            {Text(user_id)}));
  std::vector<ApiKey> keys;
  for (int row = 0; row < rows.size(); ++row) keys.push_back(ReadKey(rows, row));
  return keys;
}

absl::StatusOr<bool> PostgresApiKeyStore::Revoke(std::string_view id, std::string_view user_id, absl::Time now) {
  if (!IsUuid(id)) return false;
  ASSIGN_OR_RETURN(const Result rows, Query(pool_,
                                            "UPDATE api_keys SET revoked_at = coalesce(revoked_at, $3) "
                                            "WHERE key_id = $1::uuid AND ($2 = '' OR user_id::text = $2)",
                                            {Text(id), Text(user_id), now}));
  return rows.affected() == 1;
}

absl::Status PostgresApiKeyStore::SetLastUsed(std::string_view id, absl::Time now) {
  return Query(pool_, "UPDATE api_keys SET last_used_at = $2 WHERE key_id = $1::uuid", {Text(id), now}).status();
}

}  // namespace mib::auth
