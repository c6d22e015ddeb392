#include "request_schema.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "google/protobuf/timestamp.pb.h"
#include "mib/base/status.h"
#include "mib/market/v1/market.pb.h"

namespace mib::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

absl::Status CompilePattern(FieldSchema* schema) {
  if (schema->rules.pattern().empty()) return absl::OkStatus();
  RE2::Options options;
  options.set_log_errors(false);
  schema->pattern = std::make_unique<RE2>(schema->rules.pattern(), options);
  if (!schema->pattern->ok()) {
    return absl::InvalidArgumentError(fmt::format("contract of {}: pattern '{}': {}", schema->field->full_name(),
                                                  schema->rules.pattern(), schema->pattern->error()));
  }
  schema->numeric_text = RE2::FullMatch("1", *schema->pattern) && !RE2::FullMatch("a", *schema->pattern);
  return absl::OkStatus();
}

bool IsTime(const FieldDescriptor* field) {
  return field != nullptr && field->message_type() == Timestamp::descriptor();
}

}  // namespace

FieldSchema::FieldSchema() = default;
FieldSchema::FieldSchema(FieldSchema&&) noexcept = default;
FieldSchema::~FieldSchema() = default;

bool IsScalarMessage(const Descriptor& type) {
  return &type == Timestamp::descriptor() || &type == market::v1::Decimal::descriptor();
}

absl::StatusOr<std::unique_ptr<RequestSchemas>> RequestSchemas::Build(const std::vector<const Descriptor*>& requests) {
  auto schemas = std::make_unique<RequestSchemas>();
  for (const Descriptor* request : requests) RETURN_IF_ERROR(schemas->Add(*request));
  return schemas;
}

absl::Status RequestSchemas::Add(const Descriptor& type) {
  const auto [slot, is_new] = schemas_.try_emplace(&type, nullptr);
  if (!is_new) return absl::OkStatus();
  slot->second = std::make_unique<MessageSchema>();
  MessageSchema* schema = slot->second.get();
  for (int i = 0; i < type.field_count(); ++i) {
    FieldSchema field;
    field.field = type.field(i);
    field.rules = field.field->options().GetExtension(api::v1::rules);
    field.symbol = field.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                   (field.field->name() == "symbol" || field.field->name() == "symbols");
    RETURN_IF_ERROR(CompilePattern(&field));
    const Descriptor* nested = field.field->message_type();
    if (nested != nullptr && !IsScalarMessage(*nested)) {
      RETURN_IF_ERROR(Add(*nested));
      field.type = schemas_.at(nested).get();
    }
    schema->fields.push_back(std::move(field));
  }
  for (const FieldSchema& field : schema->fields) schema->by_name.emplace(field.field->name(), &field);
  const FieldDescriptor* start = type.FindFieldByName("start");
  const FieldDescriptor* end = type.FindFieldByName("end");
  if (IsTime(start) && IsTime(end)) {
    schema->start = start;
    schema->end = end;
  }
  return absl::OkStatus();
}

}  // namespace mib::gateway
