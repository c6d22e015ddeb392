#include "postgres_stores.h"
#include "query.h"

namespace mib::auth {

absl::StatusOr<std::vector<SealedKey>> PostgresSigningKeyStore::List() {
  ASSIGN_OR_RETURN(
      const postgres::Result rows,
      Query(pool_, "SELECT key_id, sealed_private_key, created_at FROM signing_keys ORDER BY created_at DESC, key_id"));
  std::vector<SealedKey> keys;
  for (int row = 0; row < rows.size(); ++row) {
    keys.push_back(
        {.id = rows.Text(row, 0), .sealed_private_key = rows.Binary(row, 1), .created_at = rows.Time(row, 2)});
  }
  return keys;
}

absl::Status PostgresSigningKeyStore::InsertFirst(const SealedKey& key) {
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool_.Acquire());
  return connection->Transaction([&](postgres::Connection& transaction) -> absl::Status {
    RETURN_IF_ERROR(transaction.Query(kFirstStartLock).status());
    return transaction
        .Query(
            "INSERT INTO signing_keys (key_id, sealed_private_key, created_at) SELECT $1, $2::bytea, $3::timestamptz "
            "WHERE NOT EXISTS (SELECT 1 FROM signing_keys)",
            {key.id, Blob(key.sealed_private_key), key.created_at})
        .status();
  });
}

}  // namespace mib::auth
