#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "request_schema.h"

namespace mib::gateway {

/// Reads `text` as one value of the field, checks it against the field's rules and sets it; a repeated field gets one
/// element more. Returns what is wrong with the text, empty when nothing is. Sets nothing it refuses.
std::string SetFromText(const FieldSchema& schema, std::string_view text, google::protobuf::Message* message);

/// What the field accepts, in words: "a whole number".
std::string_view ExpectedType(const FieldSchema& schema);

/// Sets every field of the message that has a default_value.
void SetDefaults(const MessageSchema& schema, google::protobuf::Message* message);

}  // namespace mib::gateway
