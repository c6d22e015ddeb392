#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mib/base/status.h"
#include "mib/postgres/pool.h"

namespace mib::auth {

/// One statement on a connection of the pool.
inline absl::StatusOr<postgres::Result> Query(postgres::Pool& pool, std::string_view sql,
                                              const std::vector<postgres::Value>& parameters = {}) {
  ASSIGN_OR_RETURN(const postgres::Pool::Lease connection, pool.Acquire());
  return connection->Query(sql, parameters);
}

/// What happens once per platform, whichever instance comes first, happens under this lock of the transaction.
inline constexpr std::string_view kFirstStartLock = "SELECT pg_advisory_xact_lock(hashtext('mib.auth.first_start'))";

inline postgres::Value Text(std::string_view text) { return std::string(text); }
inline postgres::Value Blob(std::string_view bytes) { return postgres::Bytes{std::string(bytes)}; }

}  // namespace mib::auth
