#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "mib/postgres/connection.h"

namespace mib::postgres {

struct PqFree {
  void operator()(PGresult* result) const { PQclear(result); }
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
using PqResult = std::unique_ptr<PGresult, PqFree>;
using PqHandle = std::unique_ptr<PGconn, PqFree>;

struct Result::Impl {
  explicit Impl(PqResult result) : rows(std::move(result)) {}
  PqResult rows;
};

/// A field of an error report, or empty.
std::string ErrorField(const PGresult* result, int field);
/// libpq's own messages end in a newline and may have several lines.
std::string OneLine(std::string text);
/// OK for a command or rows that went well.
absl::Status StatusOf(const PGresult* result);

}  // namespace mib::postgres
