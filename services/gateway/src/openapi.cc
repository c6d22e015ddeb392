#include "openapi.h"

#include <map>
#include <vector>

#include "absl/strings/ascii.h"
#include "json_text.h"
#include "mib/rpc/context.h"
#include "openapi_catalogue.h"
#include "openapi_schema.h"

namespace mib::gateway {
namespace {

using google::protobuf::FieldDescriptor;

constexpr std::string_view kMediaType = "application/json";

class OpenApiWriter {
 public:
  OpenApiWriter(const RouteTable& routes, const Comments& comments)
      : routes_(routes), comments_(comments), schemas_(comments) {}

  std::string Write(const std::string& version);

 private:
  void WritePaths();
  void WriteOperation(const Route& route);
  std::string OperationId(const Route& route);
  void WriteParameters(const Route& route);
  void WriteParameter(const FieldDescriptor& field, bool in_path);
  void WriteBody(const Route& route);
  void WriteResponses(const Route& route);
  void WriteSuccess(const Route& route);
  void WriteData(const Route& route);
  void WriteSharedComponents();

  const RouteTable& routes_;
  const Comments& comments_;
  SchemaWriter schemas_;
  std::map<std::string, int> operations_;
  std::string out_;
  JsonText json_{&out_};
};

bool InPath(const Route& route, const FieldDescriptor& field) {
  return route.pattern.find("{" + field.name() + "}") != std::string::npos;
}

bool HasBody(const Route& route) { return route.method != "GET" && route.method != "DELETE"; }

std::string OpenApiWriter::Write(const std::string& version) {
  json_.BeginObject().Key("openapi").String("3.1.0").Key("info").BeginObject();
  json_.Key("title").String("Market Intel Brain").Key("version").String(version);
  json_.Key("description").String("Market data, indicators, alerts and the accounts that use them.").EndObject();
  json_.Key("paths").BeginObject();
  WritePaths();
  json_.EndObject().Key("components").BeginObject().Key("schemas").BeginObject();
  schemas_.WriteComponents(&json_);
  WriteSharedComponents();
  json_.EndObject().Key("securitySchemes").BeginObject();
  json_.Key("bearer").Raw(R"({"type":"http","scheme":"bearer","bearerFormat":"JWT"})");
  json_.Key("api_key").Raw(R"({"type":"apiKey","in":"header","name":"X-API-Key"})");
  json_.EndObject().Key("x-indicators");
  WriteIndicators(&json_);
  json_.EndObject().EndObject();
  return std::move(out_);
}

void OpenApiWriter::WritePaths() {
  std::map<std::string, std::vector<const Route*>> by_pattern;
  for (const auto& route : routes_.routes()) by_pattern[route->pattern].push_back(route.get());
  for (const auto& [pattern, routes] : by_pattern) {
    json_.Key(pattern).BeginObject();
    for (const Route* route : routes) WriteOperation(*route);
    json_.EndObject();
  }
}

// "MarketData_GetBars"; the RPC's second route is "MarketData_GetBars2". Adding other routes changes none of them.
std::string OpenApiWriter::OperationId(const Route& route) {
  std::string id = route.rpc->service()->name() + "_" + route.rpc->name();
  const int routes = ++operations_[id];
  return routes == 1 ? id : id + std::to_string(routes);
}

void OpenApiWriter::WriteOperation(const Route& route) {
  const std::string text = comments_.Of(*route.rpc);
  const api::v1::Permission permission = route.policy.permission();
  json_.Key(absl::AsciiStrToLower(route.method)).BeginObject();
  json_.Key("operationId").String(OperationId(route));
  json_.Key("tags").BeginArray().String(route.rpc->service()->name()).EndArray();
  json_.Key("summary").String(text.empty() ? route.rpc->name() : text.substr(0, text.find(". ")));
  if (!text.empty()) json_.Key("description").String(text);
  json_.Key("x-permission").String(rpc::PermissionName(permission));
  json_.Key("x-rate-class").String(route.policy.rate_class());
  if (permission == api::v1::PUBLIC) {
    json_.Key("security").BeginArray().EndArray();
  } else {
    json_.Key("security").Raw(R"([{"bearer":[]},{"api_key":[]}])");
  }
  WriteParameters(route);
  if (HasBody(route)) WriteBody(route);
  WriteResponses(route);
  json_.EndObject();
}

void OpenApiWriter::WriteParameters(const Route& route) {
  json_.Key("parameters").BeginArray();
  const auto* request = route.rpc->input_type();
  for (int i = 0; i < request->field_count(); ++i) {
    const FieldDescriptor& field = *request->field(i);
    const bool in_path = InPath(route, field);
    if (in_path || !HasBody(route)) WriteParameter(field, in_path);
  }
  json_.EndArray();
}

void OpenApiWriter::WriteParameter(const FieldDescriptor& field, bool in_path) {
  const bool required = in_path || field.options().GetExtension(api::v1::rules).required();
  json_.BeginObject().Key("name").String(field.name()).Key("in").String(in_path ? "path" : "query");
  json_.Key("required").Bool(required);
  if (const std::string text = comments_.Of(field); !text.empty()) json_.Key("description").String(text);
  // a,b as well as repetition is read; the form without explode is the shorter one.
  if (field.is_repeated()) json_.Key("style").String("form").Key("explode").Bool(false);
  json_.Key("schema");
  schemas_.WriteField(field, &json_);
  json_.EndObject();
}

void OpenApiWriter::WriteBody(const Route& route) {
  std::map<std::string, bool> in_path;
  const auto* request = route.rpc->input_type();
  for (int i = 0; i < request->field_count(); ++i) {
    if (InPath(route, *request->field(i))) in_path[request->field(i)->name()] = true;
  }
  json_.Key("requestBody").BeginObject().Key("required").Bool(true).Key("content").BeginObject();
  json_.Key(kMediaType).BeginObject().Key("schema");
  schemas_.WriteObject(*request, in_path, &json_);
  json_.EndObject().EndObject().EndObject();
}

void OpenApiWriter::WriteResponses(const Route& route) {
  json_.Key("responses").BeginObject();
  WriteSuccess(route);
  json_.Key("default").Raw(
      R"({"description":"An error of the catalogue.","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}})");
  json_.EndObject();
}

void OpenApiWriter::WriteSuccess(const Route& route) {
  json_.Key(std::to_string(route.status)).BeginObject();
  if (route.status == 204) {
    json_.Key("description").String("Done.").EndObject();
    return;
  }
  json_.Key("description").String("The answer.").Key("content").BeginObject();
  json_.Key(kMediaType).BeginObject().Key("schema");
  if (route.bare) {
    WriteData(route);
  } else {
    json_.BeginObject().Key("type").String("object").Key("properties").BeginObject().Key("data");
    WriteData(route);
    json_.Key("metadata").Raw(R"({"$ref":"#/components/schemas/Metadata"})").EndObject();
    json_.Key("required").Raw(R"(["data","metadata"])").EndObject();
  }
  json_.EndObject().EndObject().EndObject();
}

void OpenApiWriter::WriteData(const Route& route) {
  if (route.data_field != nullptr) {
    schemas_.WriteField(*route.data_field, &json_);
  } else {
    schemas_.WriteReference(*route.rpc->output_type(), &json_);
  }
}

void OpenApiWriter::WriteSharedComponents() {
  json_.Key("Metadata")
      .Raw(
          R"({"type":"object","properties":{"timestamp":{"type":"string","format":"date-time"},"version":{"type":"string"},)"
          R"("cache_used":{"type":"boolean"},"stale":{"type":"boolean"},"request_id":{"type":"string"},"pagination":{"type":"object",)"
          R"("properties":{"next_cursor":{"type":["string","null"]},"has_more":{"type":"boolean"},"limit":{"type":"integer"}}}},)"
          R"("required":["timestamp","version","cache_used","request_id"]})");
  json_.Key("Error").Raw(
      R"({"type":"object","properties":{"error":{"type":"object","properties":{"code":{"type":"string"},"message":)"
      R"({"type":"string"},"details":{"type":"object"}},"required":["code","message","details"]},"metadata":{"type":"object",)"
      R"("properties":{"timestamp":{"type":"string","format":"date-time"},"request_id":{"type":"string"}}}},)"
      R"("required":["error","metadata"]})");
}

}  // namespace

std::string MakeOpenApi(const RouteTable& routes, const Comments& comments, const std::string& version) {
  return OpenApiWriter(routes, comments).Write(version);
}

}  // namespace mib::gateway
