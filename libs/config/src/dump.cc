#include <yaml-cpp/yaml.h>

#include <map>

#include "mib/base/redact.h"
#include "mib/config/config.h"
#include "scalar.h"

namespace mib::config {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void EmitMessage(const Message& message, YAML::Emitter* out);

std::string Shown(const Message& message, const FieldDescriptor& field, int index) {
  const std::string text = GetScalar(message, field, index);
  if (text.empty()) return text;
  if (SettingOf(field).secret() || IsSecretName(field.name())) return std::string(kRedacted);
  // Connection strings may hold a password.
  return Redact(text);
}

void EmitScalar(const std::string& text, const FieldDescriptor& field, YAML::Emitter* out) {
  // Quoted, so that no YAML reader takes a text such as "no" or "0x1" for something else.
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) *out << YAML::DoubleQuoted;
  *out << text;
}

void EmitMap(const Message& message, const FieldDescriptor& field, YAML::Emitter* out) {
  const auto* reflection = message.GetReflection();
  const FieldDescriptor& key = *field.message_type()->map_key();
  const FieldDescriptor& value = *field.message_type()->map_value();
  // Protobuf does not order its maps.
  std::map<std::string, const Message*> sorted;
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    const Message& pair = reflection->GetRepeatedMessage(message, &field, i);
    sorted[GetScalar(pair, key, -1)] = &pair;
  }
  *out << YAML::BeginMap;
  for (const auto& [name, pair] : sorted) {
    *out << YAML::Key << name << YAML::Value;
    if (value.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      EmitMessage(pair->GetReflection()->GetMessage(*pair, &value), out);
    } else {
      EmitScalar(IsSecretName(name) ? std::string(kRedacted) : Shown(*pair, value, -1), value, out);
    }
  }
  *out << YAML::EndMap;
}

void EmitList(const Message& message, const FieldDescriptor& field, YAML::Emitter* out) {
  *out << YAML::BeginSeq;
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      EmitMessage(reflection->GetRepeatedMessage(message, &field, i), out);
    } else {
      EmitScalar(Shown(message, field, i), field, out);
    }
  }
  *out << YAML::EndSeq;
}

void EmitMessage(const Message& message, YAML::Emitter* out) {
  const auto* reflection = message.GetReflection();
  *out << YAML::BeginMap;
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *message.GetDescriptor()->field(i);
    if (!field.is_repeated() && field.has_presence() && !reflection->HasField(message, &field)) continue;
    *out << YAML::Key << field.name() << YAML::Value;
    if (field.is_map()) {
      EmitMap(message, field, out);
    } else if (field.is_repeated()) {
      EmitList(message, field, out);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      EmitMessage(reflection->GetMessage(message, &field), out);
    } else {
      EmitScalar(Shown(message, field, -1), field, out);
    }
  }
  *out << YAML::EndMap;
}

}  // namespace

std::string Dump(const Message& config) {
  YAML::Emitter out;
  EmitMessage(config, &out);
  return std::string(out.c_str()) + '\n';
}

}  // namespace mib::config
