#include "postgres_stores.h"
#include "query.h"

namespace mib::auth {
namespace {

// $1 subject, $2 now, $3 start of the window, $4 attempts allowed, $5 end of a lock that begins now.
// The row of a locked subject is left as it is, and nothing is returned.
constexpr std::string_view kBegin = R"(
  INSERT INTO login_attempts AS old (subject, attempts, last_at, locked_until)
  VALUES ($1, 1, $2::timestamptz, CASE WHEN $4::int <= 1 THEN $5::timestamptz END)
  ON CONFLICT (subject) DO UPDATE SET
    attempts = CASE WHEN old.last_at <= $3::timestamptz OR old.locked_until IS NOT NULL THEN 1 ELSE old.attempts + 1 END,
    last_at = $2::timestamptz,
    locked_until = CASE WHEN old.last_at > $3::timestamptz AND old.locked_until IS NULL AND old.attempts + 1 >= $4::int
                        THEN $5::timestamptz END
  WHERE old.locked_until IS NULL OR old.locked_until <= $2::timestamptz
  RETURNING attempts)";

constexpr std::string_view kForget =
    "DELETE FROM login_attempts WHERE last_at < $1 AND (locked_until IS NULL OR locked_until < $1)";

}  // namespace

absl::StatusOr<std::optional<absl::Time>> PostgresLoginAttemptStore::Begin(std::string_view subject, absl::Time now) {
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool_.Acquire());
  ASSIGN_OR_RETURN(const postgres::Result counted,
                   connection->Query(kBegin, {Text(subject), now, now - policy_.duration, int64_t{policy_.attempts},
                                              now + policy_.duration}));
  // Names that nobody has must not fill the table.
  if (counted.size() == 1 && counted.Int64(0, 0) == 1) {
    RETURN_IF_ERROR(connection->Query(kForget, {now - absl::Hours(24)}).status());
  }
  if (counted.size() > 0) return std::nullopt;
  ASSIGN_OR_RETURN(
      const postgres::Result locked,
      connection->Query("SELECT locked_until FROM login_attempts WHERE subject = $1 AND locked_until IS NOT NULL",
                        {Text(subject)}));
  // Cleared by a success in between: the lock is over.
  if (locked.size() == 0) return std::nullopt;
  return locked.Time(0, 0);
}

absl::Status PostgresLoginAttemptStore::Clear(std::string_view subject) {
  return Query(pool_, "DELETE FROM login_attempts WHERE subject = $1", {Text(subject)}).status();
}

}  // namespace mib::auth
