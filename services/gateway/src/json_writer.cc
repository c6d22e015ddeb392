#include "json_writer.h"

#include <fmt/format.h>

#include <cstdlib>
#include <iterator>
#include <map>

#include "absl/strings/ascii.h"
#include "google/protobuf/timestamp.pb.h"
#include "json_text.h"
#include "mib/base/decimal.h"
#include "mib/base/json_text.h"
#include "mib/base/log.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"
#include "mib/security/crypto.h"

namespace mib::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

enum class Shape { kObject, kDecimal, kTimestamp };

void AppendDecimal(const market::v1::Decimal& value, DecimalStyle style, std::string* out) {
  const absl::StatusOr<Decimal> decimal = market::FromProto(value);
  if (!decimal.ok()) {
    out->append("null");
  } else if (style == DecimalStyle::kNumber) {
    out->append(decimal->ToString());
  } else {
    out->append(fmt::format("\"{}\"", decimal->ToString()));
  }
}

template <typename Integer>
void AppendInteger(Integer value, std::string* out) {
  fmt::format_to(std::back_inserter(*out), "{}", value);
}

}  // namespace

std::string EnumName(const EnumValueDescriptor& value) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  if (value.name().ends_with(kUnspecified)) return "unspecified";
  return absl::AsciiStrToLower(value.name());
}

std::string JsonKey(const FieldDescriptor& field) {
  return field.has_json_name() && field.json_name() != field.camelcase_name() ? field.json_name() : field.name();
}

struct JsonWriter::FieldPlan {
  const FieldDescriptor* field;
  /// `"key":`
  std::string key;
  /// Of messages; of maps: the entry's plan.
  const Plan* type = nullptr;
};

struct JsonWriter::Plan {
  Shape shape = Shape::kObject;
  std::vector<FieldPlan> fields;
};

JsonWriter::JsonWriter(const std::vector<const Descriptor*>& roots) {
  for (const Descriptor* root : roots) Add(*root);
}
JsonWriter::~JsonWriter() = default;

const JsonWriter::Plan* JsonWriter::Add(const Descriptor& type) {
  const auto [slot, is_new] = plans_.try_emplace(&type, nullptr);
  if (!is_new) return slot->second.get();
  slot->second = std::make_unique<Plan>();
  Plan* plan = slot->second.get();
  if (&type == market::v1::Decimal::descriptor()) {
    plan->shape = Shape::kDecimal;
  } else if (&type == Timestamp::descriptor()) {
    plan->shape = Shape::kTimestamp;
  } else {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor* field = type.field(i);
      FieldPlan field_plan{field, fmt::format("\"{}\":", JsonKey(*field))};
      if (field->message_type() != nullptr) field_plan.type = Add(*field->message_type());
      plan->fields.push_back(std::move(field_plan));
    }
  }
  return plan;
}

void JsonWriter::Append(const Message& message, DecimalStyle style, std::string* out) const {
  const auto found = plans_.find(message.GetDescriptor());
  if (found == plans_.end()) {
    log::Critical("no JSON plan for a message type", {{"type", message.GetDescriptor()->full_name()}});
    std::abort();
  }
  AppendMessage(message, *found->second, style, out);
}

void JsonWriter::AppendField(const Message& message, const FieldDescriptor& field, DecimalStyle style,
                             std::string* out) const {
  const Plan& plan = *plans_.at(message.GetDescriptor());
  AppendValue(message, plan.fields[static_cast<size_t>(field.index())], style, out);
}

void JsonWriter::AppendMessage(const Message& value, const Plan& plan, DecimalStyle style, std::string* out) const {
  switch (plan.shape) {
    case Shape::kDecimal:
      return AppendDecimal(static_cast<const market::v1::Decimal&>(value), style, out);
    case Shape::kTimestamp:
      fmt::format_to(std::back_inserter(*out), "\"{}\"",
                     mib::FormatTime(market::FromProto(static_cast<const Timestamp&>(value))));
      return;
    case Shape::kObject:
      return AppendObject(value, plan, style, out);
  }
}

void JsonWriter::AppendObject(const Message& message, const Plan& plan, DecimalStyle style, std::string* out) const {
  const Reflection& reflection = *message.GetReflection();
  out->push_back('{');
  bool first = true;
  for (const FieldPlan& field : plan.fields) {
    if (field.field->has_presence() && !reflection.HasField(message, field.field)) continue;
    if (!first) out->push_back(',');
    first = false;
    out->append(field.key);
    AppendValue(message, field, style, out);
  }
  out->push_back('}');
}

void JsonWriter::AppendValue(const Message& message, const FieldPlan& plan, DecimalStyle style,
                             std::string* out) const {
  const FieldDescriptor* field = plan.field;
  const Reflection& reflection = *message.GetReflection();
  if (field->is_map()) return AppendMap(message, plan, style, out);
  if (field->is_repeated()) return AppendElements(message, plan, style, out);
  std::string scratch;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return AppendInteger(reflection.GetInt32(message, field), out);
    case FieldDescriptor::CPPTYPE_INT64:
      return AppendInteger(reflection.GetInt64(message, field), out);
    case FieldDescriptor::CPPTYPE_UINT32:
      return AppendInteger(reflection.GetUInt32(message, field), out);
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendInteger(reflection.GetUInt64(message, field), out);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return AppendJsonDouble(reflection.GetDouble(message, field), out);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendJsonDouble(static_cast<double>(reflection.GetFloat(message, field)), out);
    case FieldDescriptor::CPPTYPE_BOOL:
      out->append(reflection.GetBool(message, field) ? "true" : "false");
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return AppendJsonString(EnumName(*reflection.GetEnum(message, field)), out);
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = reflection.GetStringReference(message, field, &scratch);
      return AppendJsonString(field->type() == FieldDescriptor::TYPE_BYTES ? security::Base64UrlEncode(text) : text,
                              out);
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return AppendMessage(reflection.GetMessage(message, field), *plan.type, style, out);
  }
}

void JsonWriter::AppendElements(const Message& message, const FieldPlan& plan, DecimalStyle style,
                                std::string* out) const {
  const FieldDescriptor* field = plan.field;
  const Reflection& reflection = *message.GetReflection();
  const int size = reflection.FieldSize(message, field);
  std::string scratch;
  out->push_back('[');
  for (int i = 0; i < size; ++i) {
    if (i > 0) out->push_back(',');
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        AppendMessage(reflection.GetRepeatedMessage(message, field, i), *plan.type, style, out);
        break;
      case FieldDescriptor::CPPTYPE_STRING:
        AppendJsonString(reflection.GetRepeatedStringReference(message, field, i, &scratch), out);
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        AppendJsonDouble(reflection.GetRepeatedDouble(message, field, i), out);
        break;
      case FieldDescriptor::CPPTYPE_FLOAT:
        AppendJsonDouble(static_cast<double>(reflection.GetRepeatedFloat(message, field, i)), out);
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        AppendInteger(reflection.GetRepeatedInt32(message, field, i), out);
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        AppendInteger(reflection.GetRepeatedInt64(message, field, i), out);
        break;
      case FieldDescriptor::CPPTYPE_UINT32:
        AppendInteger(reflection.GetRepeatedUInt32(message, field, i), out);
        break;
      case FieldDescriptor::CPPTYPE_UINT64:
        AppendInteger(reflection.GetRepeatedUInt64(message, field, i), out);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        out->append(reflection.GetRepeatedBool(message, field, i) ? "true" : "false");
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        AppendJsonString(EnumName(*reflection.GetRepeatedEnum(message, field, i)), out);
        break;
    }
  }
  out->push_back(']');
}

void JsonWriter::AppendMap(const Message& message, const FieldPlan& plan, DecimalStyle style, std::string* out) const {
  const Reflection& reflection = *message.GetReflection();
  const FieldPlan& key = plan.type->fields[0];
  const FieldPlan& value = plan.type->fields[1];
  // Sorted, so that the same answer always has the same bytes and the same ETag.
  std::map<std::string, const Message*> entries;
  for (int i = 0; i < reflection.FieldSize(message, plan.field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, plan.field, i);
    std::string text;
    AppendValue(entry, key, style, &text);
    entries[text.starts_with('"') ? text : fmt::format("\"{}\"", text)] = &entry;
  }
  out->push_back('{');
  for (bool first = true; const auto& [text, entry] : entries) {
    if (!first) out->push_back(',');
    first = false;
    out->append(text);
    out->push_back(':');
    AppendValue(*entry, value, style, out);
  }
  out->push_back('}');
}

}  // namespace mib::gateway
