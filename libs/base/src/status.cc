#include "mib/base/status.h"

namespace mib {

std::string ToString(const absl::Status& status) {
  // Payloads are binary; they are for machines.
  return status.ToString(absl::StatusToStringMode::kWithNoExtraData);
}

}  // namespace mib
