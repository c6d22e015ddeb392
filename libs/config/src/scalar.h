#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "mib/config/v1/common.pb.h"

namespace mib::config {

/// What the contract says of a field; empty where it says nothing.
const v1::Setting& SettingOf(const google::protobuf::FieldDescriptor& field);

/// Sets a scalar field, or appends to a repeated one, from its text. Returns what is wrong with the text ("is 'x', not
/// a whole number from 1 to 200"), or nothing.
std::string SetScalar(std::string_view text, const google::protobuf::FieldDescriptor& field,
                      google::protobuf::Message* message);

/// The text that SetScalar would read back; `index` is -1 for a field that is not repeated.
std::string GetScalar(const google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                      int index);

}  // namespace mib::config
