#include "postgres_stores.h"
#include "query.h"

namespace mib::auth {
namespace {

using postgres::Result;

constexpr std::string_view kExchange =
    "UPDATE user_sessions SET refresh_token_hash = $2, rotations = rotations + 1, rotated_at = $3 "
    "WHERE refresh_token_hash = $1 AND revoked_at IS NULL AND expires_at > $3 RETURNING session_id::text, "
    "user_id::text";

constexpr std::string_view kRevokeReused =
    "UPDATE user_sessions SET revoked_at = coalesce(revoked_at, $2) "
    "WHERE session_id = (SELECT session_id FROM used_refresh_tokens WHERE refresh_token_hash = $1) "
    "RETURNING session_id::text, user_id::text";

constexpr std::string_view kRevoke =
    "UPDATE user_sessions SET revoked_at = coalesce(revoked_at, $2) WHERE refresh_token_hash = $1 "
    "OR session_id = (SELECT session_id FROM used_refresh_tokens WHERE refresh_token_hash = $1)";

Rotation Read(const Result& rows, Rotation::Outcome outcome) {
  return Rotation{.outcome = outcome, .session_id = rows.Text(0, 0), .user_id = rows.Text(0, 1)};
}

}  // namespace

absl::Status PostgresSessionStore::Insert(const Session& session) {
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool_.Acquire());
  return connection
      ->Pipeline({{"DELETE FROM user_sessions WHERE user_id = $1::uuid AND expires_at < $2",
                   {session.user_id, session.created_at}},
                  {"INSERT INTO user_sessions (session_id, user_id, refresh_token_hash, ip, user_agent, created_at, "
                   "expires_at) "
                   "VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7)",
                   {session.id, session.user_id, Blob(session.refresh_token_hash), session.ip, session.user_agent,
                    session.created_at, session.expires_at}}})
      .status();
}

absl::StatusOr<Rotation> PostgresSessionStore::Rotate(std::string_view old_hash, std::string_view new_hash,
                                                      absl::Time now) {
  Rotation rotation;
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool_.Acquire());
  RETURN_IF_ERROR(connection->Transaction([&](postgres::Connection& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const Result exchanged, transaction.Query(kExchange, {Blob(old_hash), Blob(new_hash), now}));
    if (exchanged.size() == 1) {
      rotation = Read(exchanged, Rotation::Outcome::kRotated);
      return transaction
          .Query("INSERT INTO used_refresh_tokens (refresh_token_hash, session_id) VALUES ($1, $2::uuid)",
                 {Blob(old_hash), rotation.session_id})
          .status();
    }
    ASSIGN_OR_RETURN(const Result reused, transaction.Query(kRevokeReused, {Blob(old_hash), now}));
    rotation = reused.size() == 1 ? Read(reused, Rotation::Outcome::kReused) : Rotation{};
    return absl::OkStatus();
  }));
  return rotation;
}

absl::Status PostgresSessionStore::Revoke(std::string_view token_hash, absl::Time now) {
  return Query(pool_, kRevoke, {Blob(token_hash), now}).status();
}

}  // namespace mib::auth
