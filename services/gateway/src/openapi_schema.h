#pragma once

#include <map>
#include <string>

#include "comments.h"
#include "google/protobuf/descriptor.h"
#include "json_text.h"

namespace mib::gateway {

/// Writes JSON Schemas (2020-12, as OpenAPI 3.1 uses them) of messages and fields, and remembers which message schemas
/// are referred to, so that they can be written as components. One thread.
class SchemaWriter {
 public:
  explicit SchemaWriter(const Comments& comments) : comments_(comments) {}

  /// The schema of one field, arrays and maps included.
  void WriteField(const google::protobuf::FieldDescriptor& field, JsonText* json);
  /// {"$ref": …} to the message's component.
  void WriteReference(const google::protobuf::Descriptor& message, JsonText* json);
  /// An object with the message's fields, except those named in `without`.
  void WriteObject(const google::protobuf::Descriptor& message, const std::map<std::string, bool>& without,
                   JsonText* json);
  /// All referred messages, and those they refer to, as members of an object that is open.
  void WriteComponents(JsonText* json);

 private:
  void WriteElement(const google::protobuf::FieldDescriptor& field, JsonText* json);
  void WriteRules(const google::protobuf::FieldDescriptor& field, JsonText* json);

  const Comments& comments_;
  /// By full name: whether it was written.
  std::map<std::string, std::pair<const google::protobuf::Descriptor*, bool>> referred_;
};

}  // namespace mib::gateway
