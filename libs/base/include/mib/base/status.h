#pragma once

// Short forms for passing an absl::Status on.
//
//   ASSIGN_OR_RETURN(const Instrument instrument, instruments.Find(symbol));
//   RETURN_IF_ERROR(store.Save(instrument));

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace mib {

/// "NOT_FOUND: There is no ..." for a log line; never for a client.
std::string ToString(const absl::Status& status);

/// The message as a std::string (Abseil's own string_view is not std::string_view in Debian's build).
inline std::string MessageOf(const absl::Status& status) {
  return std::string(status.message().data(), status.message().size());
}

}  // namespace mib

#define MIB_CONCAT_INNER(a, b) a##b
#define MIB_CONCAT(a, b) MIB_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR(expression)                                 \
  do {                                                              \
    if (absl::Status mib_status = (expression); !mib_status.ok()) { \
      return mib_status;                                            \
    }                                                               \
  } while (false)

#define ASSIGN_OR_RETURN(declaration, expression) \
  MIB_ASSIGN_OR_RETURN_INNER(MIB_CONCAT(mib_result_, __LINE__), declaration, expression)

#define MIB_ASSIGN_OR_RETURN_INNER(result, declaration, expression) \
  auto result = (expression);                                       \
  if (!result.ok()) {                                               \
    return std::move(result).status();                              \
  }                                                                 \
  declaration = *std::move(result)
