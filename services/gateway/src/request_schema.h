#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "mib/api/v1/annotations.pb.h"

namespace re2 {
class RE2;
}

namespace mib::gateway {

struct MessageSchema;

/// What one field of a request accepts, worked out from its contract.
struct FieldSchema {
  FieldSchema();
  FieldSchema(FieldSchema&&) noexcept;
  ~FieldSchema();

  const google::protobuf::FieldDescriptor* field = nullptr;
  api::v1::Rules rules;
  std::unique_ptr<re2::RE2> pattern;
  /// A text field whose pattern takes digits and no letters holds a number: JSON may give it as a number token.
  bool numeric_text = false;
  /// `symbol` and `symbols` are brought to the platform's spelling.
  bool symbol = false;
  /// Of message fields other than times and decimals.
  const MessageSchema* type = nullptr;
};

struct MessageSchema {
  /// In the order of the contract.
  std::vector<FieldSchema> fields;
  absl::flat_hash_map<std::string, const FieldSchema*> by_name;
  /// Both set: the message holds a range, which must not be empty.
  const google::protobuf::FieldDescriptor* start = nullptr;
  const google::protobuf::FieldDescriptor* end = nullptr;
};

/// Schemas of all messages that the given requests can hold. Immutable, thread safe.
class RequestSchemas {
 public:
  /// Fails for a pattern that RE2 cannot read.
  static absl::StatusOr<std::unique_ptr<RequestSchemas>> Build(
      const std::vector<const google::protobuf::Descriptor*>& requests);

  const MessageSchema& Of(const google::protobuf::Descriptor& type) const { return *schemas_.at(&type); }

 private:
  absl::Status Add(const google::protobuf::Descriptor& type);

  absl::flat_hash_map<const google::protobuf::Descriptor*, std::unique_ptr<MessageSchema>> schemas_;
};

/// True for the messages that are written as one JSON scalar: Timestamp and Decimal.
bool IsScalarMessage(const google::protobuf::Descriptor& type);

}  // namespace mib::gateway
