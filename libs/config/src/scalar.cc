#include "scalar.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

#include "fmt/format.h"

namespace mib::config {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(value)) return std::nullopt;
  }
  return value;
}

template <typename Number>
std::string ExpectedNumber(const v1::Setting& setting) {
  std::string text = std::is_floating_point_v<Number> ? "a number" : "a whole number";
  constexpr bool kUnsigned = std::is_unsigned_v<Number>;
  if (setting.has_minimum() || kUnsigned)
    text += fmt::format(" from {}", setting.has_minimum() ? setting.minimum() : 0.0);
  if (setting.has_maximum()) text += fmt::format(" to {}", setting.maximum());
  return text;
}

template <typename Number>
std::string SetNumber(std::string_view text, const FieldDescriptor& field, Message* message,
                      void (Reflection::*set)(Message*, const FieldDescriptor*, Number) const,
                      void (Reflection::*add)(Message*, const FieldDescriptor*, Number) const) {
  const v1::Setting& setting = SettingOf(field);
  const std::optional<Number> value = ParseNumber<Number>(text);
  const bool fits = value && !(setting.has_minimum() && static_cast<double>(*value) < setting.minimum()) &&
                    !(setting.has_maximum() && static_cast<double>(*value) > setting.maximum());
  if (!fits) return fmt::format("is '{}', not {}", text, ExpectedNumber<Number>(setting));
  (message->GetReflection()->*(field.is_repeated() ? add : set))(message, &field, *value);
  return {};
}

std::string SetBool(std::string_view text, const FieldDescriptor& field, Message* message) {
  if (text != "true" && text != "false") return fmt::format("is '{}', not true or false", text);
  const Reflection* reflection = message->GetReflection();
  const bool value = text == "true";
  field.is_repeated() ? reflection->AddBool(message, &field, value) : reflection->SetBool(message, &field, value);
  return {};
}

std::string SetEnum(std::string_view text, const FieldDescriptor& field, Message* message) {
  std::string names;
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    const EnumValueDescriptor* value = field.enum_type()->value(i);
    const std::string name = Lower(value->name());
    if (name == text) {
      const Reflection* reflection = message->GetReflection();
      field.is_repeated() ? reflection->AddEnum(message, &field, value) : reflection->SetEnum(message, &field, value);
      return {};
    }
    if (value->number() != 0) names += (names.empty() ? "" : ", ") + name;
  }
  return fmt::format("is '{}', not one of {}", text, names);
}

std::string SetString(std::string_view text, const FieldDescriptor& field, Message* message) {
  const Reflection* reflection = message->GetReflection();
  field.is_repeated() ? reflection->AddString(message, &field, std::string(text))
                      : reflection->SetString(message, &field, std::string(text));
  return {};
}

}  // namespace

const v1::Setting& SettingOf(const FieldDescriptor& field) { return field.options().GetExtension(v1::setting); }

std::string SetScalar(std::string_view text, const FieldDescriptor& field, Message* message) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return SetString(text, field, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      return SetBool(text, field, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(text, field, message);
    case FieldDescriptor::CPPTYPE_INT32:
      return SetNumber<int32_t>(text, field, message, &Reflection::SetInt32, &Reflection::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetNumber<int64_t>(text, field, message, &Reflection::SetInt64, &Reflection::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return SetNumber<uint32_t>(text, field, message, &Reflection::SetUInt32, &Reflection::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetNumber<uint64_t>(text, field, message, &Reflection::SetUInt64, &Reflection::AddUInt64);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return SetNumber<float>(text, field, message, &Reflection::SetFloat, &Reflection::AddFloat);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SetNumber<double>(text, field, message, &Reflection::SetDouble, &Reflection::AddDouble);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return "is not a single value";
}

std::string GetScalar(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool value =
          repeated ? reflection.GetRepeatedBool(message, &field, index) : reflection.GetBool(message, &field);
      return value ? "true" : "false";
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return Lower((repeated ? reflection.GetRepeatedEnum(message, &field, index) : reflection.GetEnum(message, &field))
                       ->name());
    case FieldDescriptor::CPPTYPE_INT32:
      return fmt::format(
          "{}", repeated ? reflection.GetRepeatedInt32(message, &field, index) : reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return fmt::format(
          "{}", repeated ? reflection.GetRepeatedInt64(message, &field, index) : reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return fmt::format("{}", repeated ? reflection.GetRepeatedUInt32(message, &field, index)
                                        : reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return fmt::format("{}", repeated ? reflection.GetRepeatedUInt64(message, &field, index)
                                        : reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return fmt::format(
          "{}", repeated ? reflection.GetRepeatedFloat(message, &field, index) : reflection.GetFloat(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return fmt::format("{}", repeated ? reflection.GetRepeatedDouble(message, &field, index)
                                        : reflection.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return {};
}

}  // namespace mib::config
