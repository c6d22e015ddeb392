#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "mib/base/decimal.h"

namespace mib::postgres {

/// Bytes for a BYTEA parameter.
struct Bytes {
  std::string data;
};

/// A parameter ($1, $2, ...) or a column of a COPY row. nullptr is NULL; a vector of text is TEXT[].
using Value = std::variant<std::nullptr_t, bool, int32_t, int64_t, double, std::string, Bytes, Decimal, absl::Time,
                           std::vector<std::string>>;

/// Value from an optional: NULL when empty.
template <typename T>
Value OrNull(const std::optional<T>& value) {
  return value ? Value(*value) : Value(nullptr);
}

}  // namespace mib::postgres
