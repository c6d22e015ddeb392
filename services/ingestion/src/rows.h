#pragma once

// What venues and files give before it becomes an event.

#include <cstdint>
#include <string>
#include <vector>

#include "mib/base/decimal.h"

namespace mib::ingestion {

/// One closed bar. The open time is Unix nanoseconds, UTC.
struct BarRow {
  int64_t open_ns = 0;
  Decimal open;
  Decimal high;
  Decimal low;
  Decimal close;
  Decimal volume;
};

/// A row that cannot be used: its text as it came and what is wrong, naming the field.
struct RefusedRow {
  std::string payload;
  std::string reason;
};

/// What was understood of an answer with many rows, and what was not.
template <typename Row>
struct Rows {
  std::vector<Row> good;
  std::vector<RefusedRow> refused;
};

}  // namespace mib::ingestion
