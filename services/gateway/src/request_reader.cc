#include "request_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "field_reader.h"
#include "google/protobuf/timestamp.pb.h"
#include "json_reader.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"

namespace mib::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

/// Other spellings of the bounds of a range; `next` for those that stand on the other side of the instant.
struct RangeAlias {
  std::string_view alias;
  std::string_view name;
  bool next;
};
constexpr RangeAlias kRangeAliases[] = {
    {"from", "start", false},        {"to", "end", false},           {"timestamp.gte", "start", false},
    {"timestamp.gt", "start", true}, {"timestamp.lt", "end", false}, {"timestamp.lte", "end", true},
};

const RangeAlias* FindAlias(const MessageSchema& schema, std::string_view name) {
  if (schema.start == nullptr || schema.by_name.contains(std::string(name))) return nullptr;
  const auto* found = std::find_if(std::begin(kRangeAliases), std::end(kRangeAliases),
                                   [&](const RangeAlias& alias) { return alias.alias == name; });
  return found == std::end(kRangeAliases) ? nullptr : found;
}

Timestamp* MutableTime(const FieldDescriptor* field, Message* message) {
  return static_cast<Timestamp*>(message->GetReflection()->MutableMessage(message, field));
}

/// "a,b" and repetition both give several values.
void SetElements(const FieldSchema& field, std::string_view name, std::string_view text, Message* message,
                 Violations* violations) {
  for (;;) {
    const size_t comma = text.find(',');
    if (std::string wrong = SetFromText(field, text.substr(0, comma), message); !wrong.empty()) {
      violations->Add(name, std::move(wrong));
    }
    const int size = message->GetReflection()->FieldSize(*message, field.field);
    if (comma == std::string_view::npos || violations->full()) break;
    if (field.rules.max_items() > 0 && static_cast<uint32_t>(size) >= field.rules.max_items()) {
      violations->Add(name, fmt::format("must have at most {} items", field.rules.max_items()));
      break;
    }
    text.remove_prefix(comma + 1);
  }
}

void ReadQuery(const http::Target& target, const MessageSchema& schema, std::vector<std::string> taken,
               Message* message, Violations* violations) {
  for (const auto& [name, value] : target.query) {
    if (IsGatewayParameter(name)) continue;
    const RangeAlias* alias = FindAlias(schema, name);
    const std::string field_name(alias != nullptr ? alias->name : std::string_view(name));
    const auto found = schema.by_name.find(field_name);
    if (found == schema.by_name.end()) {
      violations->Add(name, "is not a parameter of this request");
      continue;
    }
    const FieldSchema& field = *found->second;
    if (field.field->is_repeated() && !field.field->is_map()) {
      SetElements(field, name, value, message, violations);
      continue;
    }
    if (std::find(taken.begin(), taken.end(), field_name) != taken.end()) {
      violations->Add(name, "is given more than once");
      continue;
    }
    taken.push_back(field_name);
    if (std::string wrong = SetFromText(field, value, message); !wrong.empty()) {
      violations->Add(name, std::move(wrong));
    } else if (alias != nullptr && alias->next) {
      Timestamp* time = MutableTime(field.field, message);
      *time = market::ToProto(market::FromProto(*time) + absl::Nanoseconds(1));
    }
  }
}

/// What must be there and is not, here and in every message below.
void CheckRequired(const MessageSchema& schema, const std::string& prefix, const Message& message,
                   Violations* violations) {
  const auto& reflection = *message.GetReflection();
  for (const FieldSchema& field : schema.fields) {
    const std::string path = prefix + field.field->name();
    const bool present = field.field->is_repeated() ? reflection.FieldSize(message, field.field) > 0
                                                    : reflection.HasField(message, field.field);
    const bool told = violations->Tells(path);
    if (field.rules.required() && !present && !told) violations->Add(path, "is required");
    if (field.type == nullptr || !present || field.field->is_map()) continue;
    if (!field.field->is_repeated()) {
      CheckRequired(*field.type, path + ".", reflection.GetMessage(message, field.field), violations);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field.field); ++i) {
      CheckRequired(*field.type, fmt::format("{}[{}].", path, i),
                    reflection.GetRepeatedMessage(message, field.field, i), violations);
    }
  }
}

absl::Status CheckRange(const MessageSchema& schema, const Message& message) {
  const auto& reflection = *message.GetReflection();
  if (schema.start == nullptr || !reflection.HasField(message, schema.start) ||
      !reflection.HasField(message, schema.end)) {
    return absl::OkStatus();
  }
  const auto time = [&](const FieldDescriptor* field) {
    return market::FromProto(static_cast<const Timestamp&>(reflection.GetMessage(message, field)));
  };
  if (time(schema.start) < time(schema.end)) return absl::OkStatus();
  return errors::Make(api::v1::INVALID_TIME_RANGE,
                      "The range is empty: start must be before end (end is not part of it).");
}

bool IsJson(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  type = absl::AsciiStrToLower(type);
  while (!type.empty() && type.back() == ' ') type.pop_back();
  return type == "application/json" || type == "application/merge-patch+json";
}

absl::Status ReadBody(const http::Target& target, const http::Request& request, const MessageSchema& schema,
                      const std::vector<std::string>& taken, Message* message, Violations* violations) {
  for (const auto& [name, value] : target.query) {
    if (!IsGatewayParameter(name)) violations->Add(name, "belongs into the JSON body");
  }
  if (request.body.empty()) return absl::OkStatus();
  if (!IsJson(http::Find(request.headers, "content-type"))) {
    return errors::Make(api::v1::UNSUPPORTED_MEDIA_TYPE, "The body must be JSON, with Content-Type: application/json.");
  }
  return ReadJson(request.body, schema, taken, message, violations);
}

}  // namespace

bool IsGatewayParameter(std::string_view name) { return name == "api_key" || name == "decimals"; }

absl::StatusOr<std::unique_ptr<Message>> RequestReader::Read(const Match& match, const http::Target& target,
                                                             const http::Request& request) const {
  const auto* type = match.route->rpc->input_type();
  const MessageSchema& schema = schemas_.Of(*type);
  std::unique_ptr<Message> message(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  SetDefaults(schema, message.get());
  Violations violations;
  std::vector<std::string> taken;
  for (const auto& [name, value] : match.parameters) {
    if (std::string wrong = SetFromText(*schema.by_name.at(name), value, message.get()); !wrong.empty()) {
      violations.Add(name, std::move(wrong));
    }
    taken.push_back(name);
  }
  if (match.route->method == "GET" || match.route->method == "DELETE") {
    ReadQuery(target, schema, taken, message.get(), &violations);
  } else {
    RETURN_IF_ERROR(ReadBody(target, request, schema, taken, message.get(), &violations));
  }
  CheckRequired(schema, "", *message, &violations);
  if (!violations.all().empty()) return errors::Invalid(violations.all());
  RETURN_IF_ERROR(CheckRange(schema, *message));
  return message;
}

}  // namespace mib::gateway
