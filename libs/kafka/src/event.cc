#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include "mib/api/v1/annotations.pb.h"
#include "mib/base/trace_context.h"
#include "mib/kafka/record.h"

namespace mib::kafka {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const api::v1::Topic& ContractOf(const Message& event) {
  return event.GetDescriptor()->options().GetExtension(api::v1::topic);
}

std::string KeyOf(const Message& event, const FieldDescriptor* field) {
  if (field == nullptr || field->is_repeated()) return {};
  const auto& reflection = *event.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(event, field);
    case FieldDescriptor::CPPTYPE_INT32:
      return std::to_string(reflection.GetInt32(event, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return std::to_string(reflection.GetInt64(event, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(event, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(event, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnum(event, field)->name();
    default:
      return {};
  }
}

}  // namespace

std::string_view ConsumedRecord::Header(std::string_view name) const {
  for (const auto& [header, text] : headers) {
    if (header == name) return text;
  }
  return {};
}

std::string TopicOf(const Message& event) { return ContractOf(event).name(); }

Record MakeEvent(const Message& event, std::string_view producer, std::string_view event_id) {
  const api::v1::Topic& contract = ContractOf(event);
  Record record{.topic = contract.name(),
                .key = KeyOf(event, event.GetDescriptor()->FindFieldByName(contract.key())),
                .value = event.SerializeAsString(),
                .headers = {{"event-id", std::string(event_id)},
                            {"schema", event.GetDescriptor()->full_name()},
                            {"producer", std::string(producer)},
                            {"content-type", "application/x-protobuf"}}};
  if (CurrentTrace().valid()) record.headers.emplace_back("traceparent", CurrentTrace().ToTraceparent());
  return record;
}

}  // namespace mib::kafka
