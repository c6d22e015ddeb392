#include "openapi_catalogue.h"

#include "mib/indicators/registry.h"

namespace mib::gateway {
namespace {

using indicators::Definition;
using indicators::Parameter;

void WriteIndicatorParameter(const Parameter& parameter, JsonText* json) {
  json->Key(parameter.name).BeginObject();
  json->Key("type").String(parameter.integral ? "integer" : "number");
  json->Key("description").String(parameter.description);
  json->Key("minimum").Double(parameter.minimum).Key("maximum").Double(parameter.maximum);
  json->Key("default").Double(parameter.default_value).EndObject();
}

void WriteIndicator(const Definition& definition, JsonText* json) {
  json->Key(definition.name).BeginObject();
  json->Key("title").String(definition.long_name).Key("category").String(definition.category);
  json->Key("parameters").BeginObject();
  for (const Parameter& parameter : definition.parameters) WriteIndicatorParameter(parameter, json);
  json->EndObject().Key("outputs").BeginArray();
  for (const std::string_view output : definition.outputs) json->String(output);
  json->EndArray().EndObject();
}

}  // namespace

std::vector<std::string_view> NamesOf(api::v1::Catalogue catalogue) {
  std::vector<std::string_view> names;
  if (catalogue != api::v1::INDICATORS) return names;
  for (const Definition* definition : indicators::Registry::All()) names.push_back(definition->name);
  return names;
}

std::string_view PlaceOf(api::v1::Catalogue catalogue) {
  return catalogue == api::v1::INDICATORS ? "#/components/x-indicators" : "";
}

void WriteIndicators(JsonText* json) {
  json->BeginObject();
  for (const Definition* definition : indicators::Registry::All()) WriteIndicator(*definition, json);
  json->EndObject();
}

}  // namespace mib::gateway
