#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/postgres/value.h"

namespace mib::postgres {

/// Parameters as libpq wants them. Texts point into the values they were made from, which must stay alive and
/// unchanged.
class Parameters {
 public:
  /// kInvalidArgument for text with a NUL byte: PostgreSQL has no such text, and libpq would cut it there silently.
  static absl::StatusOr<Parameters> Encode(const std::vector<Value>& values);

  int size() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  // Texts made here; reserved at once, so that pointers to them stay.
  std::vector<std::string> made_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

}  // namespace mib::postgres
