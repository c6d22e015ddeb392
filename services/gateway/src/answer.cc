#include "answer.h"

#include <fmt/format.h>

#include "json_text.h"
#include "mib/base/time.h"
#include "mib/security/crypto.h"

namespace mib::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Find(const Message& message, const char* name, FieldDescriptor::CppType type) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  return field != nullptr && field->cpp_type() == type && !field->is_repeated() ? field : nullptr;
}

/// Weak: two answers with the same data differ in metadata.
std::string EntityTag(const std::string& data) {
  return fmt::format("W/\"{}\"", security::Hex(security::Sha256(data).substr(0, 8)));
}

}  // namespace

AnswerPtr MakeAnswer(const Route& route, const Message& request, const Message& response, const JsonWriter& json,
                     DecimalStyle style) {
  auto answer = std::make_shared<Answer>();
  answer->status = route.status;
  answer->bare = route.bare;
  if (route.data_field != nullptr) {
    json.AppendField(response, *route.data_field, style, &answer->data);
  } else {
    json.Append(response, style, &answer->data);
  }
  if (route.method == "GET") answer->etag = EntityTag(answer->data);
  if (const auto* cursor = Find(response, "next_cursor", FieldDescriptor::CPPTYPE_STRING)) {
    answer->paginated = true;
    answer->next_cursor = response.GetReflection()->GetString(response, cursor);
  }
  if (const auto* limit = Find(request, "limit", FieldDescriptor::CPPTYPE_UINT32)) {
    answer->limit = request.GetReflection()->GetUInt32(request, limit);
  }
  if (const auto* id = Find(response, "id", FieldDescriptor::CPPTYPE_STRING)) {
    answer->id = response.GetReflection()->GetString(response, id);
  }
  return answer;
}

std::string BodyOf(const Answer& answer, const Delivery& delivery) {
  if (answer.status == 204) return {};
  if (answer.bare) return answer.data;
  std::string body;
  body.reserve(answer.data.size() + 256);
  JsonText json(&body);
  json.BeginObject().Key("data").Raw(answer.data);
  json.Key("metadata").BeginObject();
  json.Key("timestamp").String(mib::FormatTime(absl::FromUnixMillis(absl::ToUnixMillis(delivery.now))));
  json.Key("version").String("1.0").Key("cache_used").Bool(delivery.cached);
  json.Key("request_id").String(delivery.request_id);
  if (delivery.stale) json.Key("stale").Bool(true);
  if (answer.paginated) {
    json.Key("pagination").BeginObject().Key("next_cursor");
    if (answer.next_cursor.empty()) {
      json.Raw("null");
    } else {
      json.String(answer.next_cursor);
    }
    json.Key("has_more")
        .Bool(!answer.next_cursor.empty())
        .Key("limit")
        .Int(static_cast<int64_t>(answer.limit))
        .EndObject();
  }
  json.EndObject().EndObject();
  return body;
}

std::string NextPage(const http::Target& target, const std::string& cursor) {
  std::string url = target.path;
  char separator = '?';
  const auto append = [&](std::string_view name, std::string_view value) {
    url += fmt::format("{}{}={}", separator, http::UrlEncode(name), http::UrlEncode(value));
    separator = '&';
  };
  for (const auto& [name, value] : target.query) {
    // A key in a link would travel on in logs and histories.
    if (name != "cursor" && name != "api_key") append(name, value);
  }
  append("cursor", cursor);
  return url;
}

}  // namespace mib::gateway
