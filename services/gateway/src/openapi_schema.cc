#include "openapi_schema.h"

#include <algorithm>

#include "google/protobuf/timestamp.pb.h"
#include "json_writer.h"
#include "mib/api/v1/annotations.pb.h"
#include "mib/market/v1/market.pb.h"
#include "openapi_catalogue.h"

namespace mib::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

bool IsText(const FieldDescriptor& field) { return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING; }

void WriteEnum(const auto& values, JsonText* json) {
  json->Key("enum").BeginArray();
  for (const auto& value : values) json->String(value);
  json->EndArray();
}

void WriteTextRules(const api::v1::Rules& rules, JsonText* json) {
  if (rules.min_length() > 0) json->Key("minLength").Int(rules.min_length());
  if (rules.max_length() > 0) json->Key("maxLength").Int(rules.max_length());
  if (!rules.pattern().empty()) json->Key("pattern").String("^(?:" + rules.pattern() + ")$");
  if (rules.one_of_size() > 0) WriteEnum(rules.one_of(), json);
  if (rules.catalogue() != api::v1::CATALOGUE_UNSPECIFIED) {
    WriteEnum(NamesOf(rules.catalogue()), json);
    json->Key("x-catalogue").String(PlaceOf(rules.catalogue()));
  }
}

/// "default": a number bare, a text quoted.
void WriteValue(const char* key, const std::string& text, const FieldDescriptor& field, JsonText* json) {
  if (text.empty()) return;
  if (IsText(field)) {
    json->Key(key).String(text);
  } else {
    json->Key(key).Raw(text);
  }
}

}  // namespace

void SchemaWriter::WriteReference(const Descriptor& message, JsonText* json) {
  referred_.try_emplace(message.full_name(), &message, false);
  json->BeginObject().Key("$ref").String("#/components/schemas/" + message.full_name()).EndObject();
}

void SchemaWriter::WriteRules(const FieldDescriptor& field, JsonText* json) {
  const api::v1::Rules& rules = field.options().GetExtension(api::v1::rules);
  if (IsText(field)) WriteTextRules(rules, json);
  if (rules.has_minimum()) json->Key("minimum").Double(rules.minimum());
  if (rules.has_maximum()) json->Key("maximum").Double(rules.maximum());
  if (rules.secret()) json->Key("format").String("password");
  WriteValue("default", rules.default_value(), field, json);
  if (!rules.example().empty()) {
    json->Key("examples").BeginArray();
    if (IsText(field)) {
      json->String(rules.example());
    } else {
      json->Raw(rules.example());
    }
    json->EndArray();
  }
}

void SchemaWriter::WriteElement(const FieldDescriptor& field, JsonText* json) {
  const Descriptor* type = field.message_type();
  if (type != nullptr && type != google::protobuf::Timestamp::descriptor() &&
      type != market::v1::Decimal::descriptor()) {
    return WriteReference(*type, json);
  }
  json->BeginObject();
  if (type == google::protobuf::Timestamp::descriptor()) {
    json->Key("type").String("string").Key("format").String("date-time");
  } else if (type == market::v1::Decimal::descriptor()) {
    json->Key("type").String("number").Key("description").String("An exact decimal.");
  } else {
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        json->Key("type").String("boolean");
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        json->Key("type").String("number");
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        json->Key("type").String("string");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        json->Key("type").String("string").Key("enum").BeginArray();
        for (int i = 0; i < field.enum_type()->value_count(); ++i) json->String(EnumName(*field.enum_type()->value(i)));
        json->EndArray();
        break;
      default:
        json->Key("type").String("integer");
        break;
    }
    WriteRules(field, json);
  }
  json->EndObject();
}

void SchemaWriter::WriteField(const FieldDescriptor& field, JsonText* json) {
  if (field.is_map()) {
    json->BeginObject().Key("type").String("object").Key("additionalProperties");
    WriteElement(*field.message_type()->map_value(), json);
    json->EndObject();
  } else if (field.is_repeated()) {
    const uint32_t max_items = field.options().GetExtension(api::v1::rules).max_items();
    json->BeginObject().Key("type").String("array");
    if (max_items > 0) json->Key("maxItems").Int(max_items);
    json->Key("items");
    WriteElement(field, json);
    json->EndObject();
  } else {
    WriteElement(field, json);
  }
}

void SchemaWriter::WriteObject(const Descriptor& message, const std::map<std::string, bool>& without, JsonText* json) {
  json->BeginObject().Key("type").String("object");
  if (const std::string text = comments_.Of(message); !text.empty()) json->Key("description").String(text);
  json->Key("properties").BeginObject();
  std::vector<std::string> required;
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    if (without.contains(field.name())) continue;
    json->Key(JsonKey(field));
    const std::string text = comments_.Of(field);
    // A description beside the schema, so that it also fits a reference.
    if (text.empty()) {
      WriteField(field, json);
    } else {
      json->BeginObject().Key("description").String(text).Key("allOf").BeginArray();
      WriteField(field, json);
      json->EndArray().EndObject();
    }
    if (field.options().GetExtension(api::v1::rules).required()) required.push_back(JsonKey(field));
  }
  json->EndObject();
  if (!required.empty()) {
    json->Key("required").BeginArray();
    for (const std::string& name : required) json->String(name);
    json->EndArray();
  }
  json->EndObject();
}

void SchemaWriter::WriteComponents(JsonText* json) {
  for (;;) {
    const auto next =
        std::find_if(referred_.begin(), referred_.end(), [](const auto& entry) { return !entry.second.second; });
    if (next == referred_.end()) return;
    next->second.second = true;
    json->Key(next->first);
    WriteObject(*next->second.first, {}, json);
  }
}

}  // namespace mib::gateway
