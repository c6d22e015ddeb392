#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/protobuf/message.h"
#include "request_schema.h"

namespace mib::gateway {

/// What is wrong with a request: fields (as "condition.left.name") and what is wrong with each. Keeps the first
/// hundred, and names of readable length, so that a hostile body does not come back several times as large.
class Violations {
 public:
  void Add(std::string_view field, std::string what);
  /// True when the field or something within it is at fault.
  bool Tells(std::string_view field) const;
  bool full() const { return all_.size() >= kMax; }
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  static constexpr size_t kMax = 100;
  std::vector<std::pair<std::string, std::string>> all_;
};

/// Reads a JSON object into the message, strictly: unknown and repeated keys, wrong types and broken rules all become
/// violations and reading goes on. Number tokens become decimals and numeric texts without passing through a double. A
/// null is a value not given. `taken`: top-level fields that the path has given already.
///
/// MALFORMED_REQUEST with the offset when the text is no JSON object or nests too deeply. Thread safe.
absl::Status ReadJson(std::string_view text, const MessageSchema& schema, const std::vector<std::string>& taken,
                      google::protobuf::Message* message, Violations* violations);

}  // namespace mib::gateway
