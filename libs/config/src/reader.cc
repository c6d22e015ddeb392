#include "reader.h"

#include <algorithm>
#include <cctype>

#include "fmt/format.h"
#include "scalar.h"

namespace mib::config {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// yaml-cpp counts lines from 0 and has -1 for "nowhere".
int LineOf(const YAML::Node& node) { return node.IsDefined() ? node.Mark().line + 1 : 0; }

bool IsAbsent(const YAML::Node& node) { return !node.IsDefined() || node.IsNull(); }

std::string NamesOf(const Descriptor& descriptor) {
  std::string names;
  for (int i = 0; i < descriptor.field_count(); ++i) names += (i == 0 ? "" : ", ") + descriptor.field(i)->name();
  return names;
}

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

bool IsSection(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated();
}

// A wrong value that is secret must not be shown.
std::string WithoutSecret(const std::string& fault, const v1::Setting& setting) {
  return fault.empty() || !setting.secret() ? fault : "is not acceptable";
}

YAML::Node SplitAtCommas(std::string_view text) {
  YAML::Node list(YAML::NodeType::Sequence);
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    list.push_back(std::string(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return list;
}

}  // namespace

void Reader::AddFault(int line, std::string_view text) {
  faults_.emplace_back(
      line, line > 0 ? fmt::format("{}:{}: {}", file_name_, line, text) : fmt::format("{}: {}", file_name_, text));
}

absl::Status Reader::status() const {
  if (faults_.empty()) return absl::OkStatus();
  std::vector<std::pair<int, std::string>> sorted = faults_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [line, fault] : sorted) text += (text.empty() ? "" : "\n") + fault;
  return absl::InvalidArgumentError(text);
}

void Reader::Read(const YAML::Node& root, Message* config) { ReadMessage(root, {"", "MIB", 0}, config); }

Reader::Place Reader::Within(const Place& parent, const std::string& name) {
  return {parent.path.empty() ? name : parent.path + '.' + name,
          parent.variable.empty() ? std::string() : parent.variable + '_' + Upper(name), parent.line};
}

const char* Reader::Override(const Place& place) const {
  return place.variable.empty() ? nullptr : environment_(place.variable);
}

bool Reader::AnyOverride(const Place& place, const Descriptor& descriptor) const {
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const Field& field = *descriptor.field(i);
    const Place inner = Within(place, field.name());
    if (IsSection(field) ? AnyOverride(inner, *field.message_type()) : Override(inner) != nullptr) return true;
  }
  return false;
}

void Reader::AddMissing(const Place& place, const Field& field, std::string_view what) {
  const std::string& example = SettingOf(field).example();
  std::string hint = example.empty() ? "" : fmt::format("expected e.g. {}", example);
  if (!place.variable.empty()) hint += fmt::format("{}set {}", hint.empty() ? "" : "; or ", place.variable);
  AddFault(place.line, fmt::format("{} is {}{}", place.path, what, hint.empty() ? "" : " (" + hint + ")"));
}

Reader::GivenFields Reader::Keys(const YAML::Node& node, const Place& place, const Descriptor& descriptor) {
  GivenFields given;
  for (const auto& entry : node) {
    const int line = LineOf(entry.first);
    if (!entry.first.IsScalar()) {
      AddFault(line, fmt::format("{} has a key that is not a name", place.path.empty() ? "the file" : place.path));
      continue;
    }
    const std::string& key = entry.first.Scalar();
    const Field* field = descriptor.FindFieldByName(key);
    if (field == nullptr) {
      AddFault(line, fmt::format("{} is not a setting (known here: {})", Within(place, key).path, NamesOf(descriptor)));
    } else if (!given.emplace(field, Given{entry.second, line}).second) {
      AddFault(line, fmt::format("{} is given twice", Within(place, key).path));
    }
  }
  return given;
}

void Reader::ReadMessage(const YAML::Node& node, const Place& place, Message* message) {
  if (!IsAbsent(node) && !node.IsMap()) {
    AddFault(LineOf(node),
             fmt::format("{} must be a mapping of names to values", place.path.empty() ? "the file" : place.path));
    return;
  }
  const Descriptor& descriptor = *message->GetDescriptor();
  const GivenFields given = IsAbsent(node) ? GivenFields() : Keys(node, place, descriptor);
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const Field& field = *descriptor.field(i);
    const auto found = given.find(&field);
    Place inner = Within(place, field.name());
    if (found != given.end()) inner.line = found->second.line;
    ReadField(found == given.end() ? Given() : found->second, inner, field, message);
  }
}

void Reader::ReadField(const Given& given, const Place& place, const Field& field, Message* message) {
  if (IsSection(field)) return ReadSection(given, place, field, message);
  if (!field.is_repeated()) return ReadScalar(given, place, field, message);
  if (field.is_map()) return ReadMap(given.node, place, field, message);

  const bool of_scalars = field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE;
  const char* const text = of_scalars ? Override(place) : nullptr;
  const v1::Setting& setting = SettingOf(field);
  if (text != nullptr) {
    ReadList(SplitAtCommas(text), place, field, message);
  } else if (IsAbsent(given.node) && !setting.default_value().empty()) {
    ReadList(YAML::Load(setting.default_value()), place, field, message);
  } else {
    ReadList(given.node, place, field, message);
  }
  if (setting.required() && message->GetReflection()->FieldSize(*message, &field) == 0)
    AddMissing(place, field, "empty");
}

void Reader::ReadSection(const Given& given, const Place& place, const Field& field, Message* message) {
  // A section is always there, with its defaults and its required settings, unless the contract says that it may be
  // left out.
  const bool may_be_absent = field.has_optional_keyword() || field.real_containing_oneof() != nullptr;
  if (may_be_absent && IsAbsent(given.node) && !AnyOverride(place, *field.message_type())) return;
  ReadMessage(given.node, place, message->GetReflection()->MutableMessage(message, &field));
}

void Reader::ReadScalar(const Given& given, const Place& place, const Field& field, Message* message) {
  const v1::Setting& setting = SettingOf(field);
  const char* const variable = Override(place);
  if (variable == nullptr && !IsAbsent(given.node) && !given.node.IsScalar()) {
    return AddFault(place.line, fmt::format("{} must be a single value", place.path));
  }
  const bool is_given = variable != nullptr || !IsAbsent(given.node);
  if (!is_given && setting.default_value().empty()) {
    if (setting.required()) AddMissing(place, field, "missing");
    return;
  }
  const std::string text = variable != nullptr ? variable : is_given ? given.node.Scalar() : setting.default_value();
  if (text.empty() && setting.required()) return AddMissing(place, field, "empty");
  const std::string fault = WithoutSecret(SetScalar(text, field, message), setting);
  if (fault.empty()) return;
  if (variable != nullptr) {
    faults_.emplace_back(0, fmt::format("{}: {} {}", place.variable, place.path, fault));
  } else {
    AddFault(place.line, fmt::format("{} {}", place.path, fault));
  }
}

void Reader::ReadList(const YAML::Node& node, const Place& place, const Field& field, Message* message) {
  if (IsAbsent(node)) return;
  if (!node.IsSequence()) return AddFault(place.line, fmt::format("{} must be a list", place.path));
  for (size_t i = 0; i < node.size(); ++i) {
    // What comes from the environment has no line of its own.
    const int line = std::max(LineOf(node[i]), 0);
    ReadElement(node[i], {fmt::format("{}[{}]", place.path, i), "", line == 0 ? place.line : line}, field, message);
  }
}

void Reader::ReadMap(const YAML::Node& node, const Place& place, const Field& field, Message* message) {
  if (IsAbsent(node)) return;
  if (!node.IsMap()) return AddFault(place.line, fmt::format("{} must be a mapping of names to values", place.path));
  const Field& key = *field.message_type()->map_key();
  const Field& value = *field.message_type()->map_value();
  for (const auto& entry : node) {
    const Place inner{fmt::format("{}.{}", place.path, entry.first.Scalar()), "", LineOf(entry.first)};
    Message* const pair = message->GetReflection()->AddMessage(message, &field);
    const std::string fault = SetScalar(entry.first.Scalar(), key, pair);
    if (!fault.empty()) AddFault(inner.line, fmt::format("{}: the name {}", inner.path, fault));
    ReadElement(entry.second, inner, value, pair);
  }
}

void Reader::ReadElement(const YAML::Node& node, const Place& place, const Field& field, Message* message) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    const google::protobuf::Reflection* reflection = message->GetReflection();
    return ReadMessage(
        node, place,
        field.is_repeated() ? reflection->AddMessage(message, &field) : reflection->MutableMessage(message, &field));
  }
  if (!node.IsScalar()) return AddFault(place.line, fmt::format("{} must be a single value", place.path));
  const std::string fault = WithoutSecret(SetScalar(node.Scalar(), field, message), SettingOf(field));
  if (!fault.empty()) AddFault(place.line, fmt::format("{} {}", place.path, fault));
}

}  // namespace mib::config
