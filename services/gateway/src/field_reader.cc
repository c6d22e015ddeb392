#include "field_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "absl/strings/ascii.h"
#include "google/protobuf/timestamp.pb.h"
#include "json_writer.h"
#include "mib/base/decimal.h"
#include "mib/base/time.h"
#include "mib/market/proto.h"
#include "mib/market/symbol.h"
#include "utf8.h"

namespace mib::gateway {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr uint32_t kDefaultMaxLength = 4096;

template <typename Number>
bool ParseNumber(std::string_view text, Number* out) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), *out);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

std::string CheckBounds(const api::v1::Rules& rules, double value) {
  if (rules.has_minimum() && value < rules.minimum()) return fmt::format("must be at least {:g}", rules.minimum());
  if (rules.has_maximum() && value > rules.maximum()) return fmt::format("must be at most {:.15g}", rules.maximum());
  return {};
}

std::string CheckText(const FieldSchema& schema, std::string_view text) {
  const api::v1::Rules& rules = schema.rules;
  size_t length = 0;
  if (!CountCharacters(text, &length)) return "must be valid UTF-8 without control characters";
  const uint32_t max_length = rules.max_length() == 0 ? kDefaultMaxLength : rules.max_length();
  if (length > max_length) return fmt::format("must be at most {} characters long", max_length);
  if (length < rules.min_length()) return fmt::format("must be at least {} characters long", rules.min_length());
  if (rules.one_of_size() > 0 &&
      std::find(rules.one_of().begin(), rules.one_of().end(), text) == rules.one_of().end()) {
    return fmt::format("must be one of: {}", fmt::join(rules.one_of(), ", "));
  }
  if (schema.pattern && !RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *schema.pattern)) {
    return fmt::format("must match {}", rules.pattern());
  }
  return {};
}

/// Sets or appends, by the field's label.
template <typename Value>
void Put(const FieldDescriptor* field, Message* message, Value value,
         void (Reflection::*set)(Message*, const FieldDescriptor*, Value) const,
         void (Reflection::*add)(Message*, const FieldDescriptor*, Value) const) {
  (message->GetReflection()->*(field->is_repeated() ? add : set))(message, field, std::move(value));
}

template <typename Number>
std::string SetNumber(const FieldSchema& schema, std::string_view text, Message* message,
                      void (Reflection::*set)(Message*, const FieldDescriptor*, Number) const,
                      void (Reflection::*add)(Message*, const FieldDescriptor*, Number) const) {
  Number value{};
  if (!ParseNumber(text, &value)) return fmt::format("must be {}", ExpectedType(schema));
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(value)) return "must be a finite number";
  }
  if (std::string wrong = CheckBounds(schema.rules, static_cast<double>(value)); !wrong.empty()) return wrong;
  Put(schema.field, message, value, set, add);
  return {};
}

std::string SetText(const FieldSchema& schema, std::string_view text, Message* message) {
  if (schema.field->type() == FieldDescriptor::TYPE_BYTES) return "cannot be given here";
  if (std::string wrong = CheckText(schema, text); !wrong.empty()) return wrong;
  std::string value(text);
  // An empty symbol is one that is not given, which `required` judges.
  if (schema.symbol && !text.empty()) {
    absl::StatusOr<std::string> canonical = market::CanonicalSymbol(text);
    if (!canonical.ok()) return "must be a symbol such as AAPL or BTC-USD";
    value = *std::move(canonical);
  }
  Put<std::string>(schema.field, message, std::move(value), &Reflection::SetString, &Reflection::AddString);
  return {};
}

std::string SetEnum(const FieldSchema& schema, std::string_view text, Message* message) {
  const auto* type = schema.field->enum_type();
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    const EnumValueDescriptor* value = type->value(i);
    if (value->number() == 0) continue;
    names.push_back(EnumName(*value));
    if (names.back() != text) continue;
    Put(schema.field, message, value, &Reflection::SetEnum, &Reflection::AddEnum);
    return {};
  }
  return fmt::format("must be one of: {}", fmt::join(names, ", "));
}

std::string SetBool(const FieldSchema& schema, std::string_view text, Message* message) {
  if (text != "true" && text != "false") return "must be true or false";
  Put(schema.field, message, text == "true", &Reflection::SetBool, &Reflection::AddBool);
  return {};
}

std::string SetScalarMessage(const FieldSchema& schema, std::string_view text, Message* message) {
  if (schema.type != nullptr) return "cannot be given as text";
  const Reflection& reflection = *message->GetReflection();
  const auto target = [&] {
    return schema.field->is_repeated() ? reflection.AddMessage(message, schema.field)
                                       : reflection.MutableMessage(message, schema.field);
  };
  if (schema.field->message_type() == Timestamp::descriptor()) {
    const absl::StatusOr<absl::Time> time = ParseTime(text);
    if (!time.ok()) return fmt::format("must be {}", ExpectedType(schema));
    *static_cast<Timestamp*>(target()) = market::ToProto(*time);
    return {};
  }
  const absl::StatusOr<Decimal> decimal = Decimal::Parse(text);
  if (!decimal.ok()) return fmt::format("must be {}", ExpectedType(schema));
  *static_cast<market::v1::Decimal*>(target()) = market::ToProto(*decimal);
  return {};
}

}  // namespace

std::string_view ExpectedType(const FieldSchema& schema) {
  switch (schema.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
      return "a whole number";
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "a whole number that is not negative";
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "a number";
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_ENUM:
    case FieldDescriptor::CPPTYPE_STRING:
      return "a string";
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  if (schema.type != nullptr) return "an object";
  return schema.field->message_type() == Timestamp::descriptor()
             ? "a time: RFC 3339, a date, or Unix time in s, ms, us or ns"
             : "a decimal number";
}

std::string SetFromText(const FieldSchema& schema, std::string_view text, Message* message) {
  switch (schema.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return SetNumber<int32_t>(schema, text, message, &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetNumber<int64_t>(schema, text, message, &Reflection::SetInt64, &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetNumber<uint32_t>(schema, text, message, &Reflection::SetUInt32, &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetNumber<uint64_t>(schema, text, message, &Reflection::SetUInt64, &Reflection::AddUInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SetNumber<double>(schema, text, message, &Reflection::SetDouble, &Reflection::AddDouble);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return SetNumber<float>(schema, text, message, &Reflection::SetFloat, &Reflection::AddFloat);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(schema, text, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(schema, text, message);
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(schema, text, message);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetScalarMessage(schema, text, message);
  }
  return "cannot be given here";
}

void SetDefaults(const MessageSchema& schema, Message* message) {
  for (const FieldSchema& field : schema.fields) {
    if (!field.rules.default_value().empty() && !field.field->is_repeated()) {
      SetFromText(field, field.rules.default_value(), message);
    }
  }
}

}  // namespace mib::gateway
