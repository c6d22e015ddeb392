#pragma once

// Rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format").

#include <span>
#include <string>

#include "mib/postgres/value.h"

namespace mib::postgres {

/// Signature, flags and header extension: once, before the first row.
void AppendCopyHeader(std::string* out);
void AppendCopyRow(std::span<const Value> row, std::string* out);
/// Once, after the last row.
void AppendCopyTrailer(std::string* out);

}  // namespace mib::postgres
