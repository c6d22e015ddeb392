#include "openapi.h"

#include <simdjson.h>

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "docs_page.h"
#include "mib/indicators/registry.h"

namespace mib::gateway {
namespace {

struct Document {
  Document() : text(MakeOpenApi(*routes, Comments(), "1.2.3")) { root = parser.parse(text); }
  std::unique_ptr<RouteTable> routes = *RouteTable::Build(RouteTable::LinkedServices());
  std::string text;
  simdjson::dom::parser parser;
  simdjson::dom::element root;
};

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

std::vector<std::string> Texts(const simdjson::dom::element& array) {
  std::vector<std::string> texts;
  for (const auto text : simdjson::dom::array(array)) texts.emplace_back(std::string_view(text));
  return texts;
}

TEST_CASE("The document has every route and no other, each operation once", "[unit]") {
  Document document;
  std::set<std::string> served;
  for (const auto& route : document.routes->routes()) served.insert(Lower(route->method) + " " + route->pattern);
  std::set<std::string> told;
  std::set<std::string> ids;
  for (const auto path : simdjson::dom::object(document.root["paths"])) {
    for (const auto operation : simdjson::dom::object(path.value)) {
      told.insert(std::string(operation.key) + " " + std::string(path.key));
      ids.insert(std::string(std::string_view(operation.value["operationId"])));
    }
  }
  CHECK(told == served);
  CHECK(ids.size() == served.size());
  CHECK(ids.contains("MarketData_GetBars"));
  CHECK(ids.contains("MarketData_GetBars2"));
  CHECK(std::string_view(document.root["openapi"]) == "3.1.0");
  CHECK(std::string_view(document.root["info"]["version"]) == "1.2.3");
}

TEST_CASE("Every reference leads somewhere", "[unit]") {
  Document document;
  std::set<std::string> defined;
  for (const auto schema : simdjson::dom::object(document.root["components"]["schemas"]))
    defined.insert(std::string(schema.key));
  constexpr std::string_view kPrefix = "\"$ref\":\"#/components/schemas/";
  size_t count = 0;
  for (size_t at = document.text.find(kPrefix); at != std::string::npos;
       at = document.text.find(kPrefix, at + 1), ++count) {
    const size_t from = at + kPrefix.size();
    const std::string name = document.text.substr(from, document.text.find('"', from) - from);
    CAPTURE(name);
    CHECK(defined.contains(name));
  }
  CHECK(count > 40);
}

TEST_CASE("An operation tells parameters, rules and permission", "[unit]") {
  Document document;
  const simdjson::dom::element bars = document.root["paths"]["/api/v1/market-data/{symbol}/bars"]["get"];
  CHECK(std::string_view(bars["x-permission"]) == "access_market_data");
  const simdjson::dom::element symbol = bars["parameters"].at(0);
  CHECK(std::string_view(symbol["in"]) == "path");
  CHECK(bool(symbol["required"]));
  CHECK(int64_t(symbol["schema"]["maxLength"]) == 64);
  const simdjson::dom::element limit = bars["parameters"].at(3);
  CHECK(std::string_view(limit["name"]) == "limit");
  CHECK(double(limit["schema"]["maximum"]) == 10000);
  CHECK(int64_t(limit["schema"]["default"]) == 1000);
  CHECK(std::string_view(
            bars["responses"]["200"]["content"]["application/json"]["schema"]["properties"]["data"]["type"]) ==
        "array");
}

TEST_CASE("A field that names an indicator accepts the registry's names and no other", "[unit]") {
  Document document;
  std::vector<std::string> registry;
  for (const auto* definition : indicators::Registry::All()) registry.emplace_back(definition->name);
  const simdjson::dom::element name =
      document.root["paths"]["/api/v1/indicators/{symbol}/{name}"]["get"]["parameters"].at(1);
  REQUIRE(std::string_view(name["name"]) == "name");
  CHECK(Texts(name["schema"]["enum"]) == registry);
  const simdjson::dom::element operand = document.root["components"]["schemas"]["mib.notification.v1.IndicatorOperand"];
  CHECK(Texts(operand["properties"]["name"]["enum"]) == registry);
}

TEST_CASE("The document tells each indicator's parameters and outputs as the registry has them", "[unit]") {
  Document document;
  const simdjson::dom::element name =
      document.root["paths"]["/api/v1/indicators/{symbol}/{name}"]["get"]["parameters"].at(1);
  const std::string_view place = name["schema"]["x-catalogue"];
  REQUIRE(place.starts_with("#/"));
  const simdjson::dom::object told = document.root.at_pointer(place.substr(1));
  CHECK(told.size() == indicators::Registry::All().size());
  for (const auto* definition : indicators::Registry::All()) {
    CAPTURE(definition->name);
    const simdjson::dom::element entry = told[definition->name];
    const std::vector<std::string> outputs(definition->outputs.begin(), definition->outputs.end());
    CHECK(Texts(entry["outputs"]) == outputs);
    CHECK(simdjson::dom::object(entry["parameters"]).size() == definition->parameters.size());
    for (const auto& parameter : definition->parameters) {
      const simdjson::dom::element schema = entry["parameters"][parameter.name];
      CHECK(double(schema["default"]) == parameter.default_value);
      CHECK(double(schema["minimum"]) == parameter.minimum);
      CHECK(double(schema["maximum"]) == parameter.maximum);
      CHECK(std::string_view(schema["type"]) == (parameter.integral ? "integer" : "number"));
    }
  }
}

TEST_CASE("A body leaves out what the path gives", "[unit]") {
  Document document;
  const simdjson::dom::element update = document.root["paths"]["/api/v1/alerts/rules/{id}"]["patch"];
  const simdjson::dom::element schema = update["requestBody"]["content"]["application/json"]["schema"];
  CHECK(schema["properties"]["id"].error() == simdjson::NO_SUCH_FIELD);
  CHECK(schema["properties"]["enabled"].error() == simdjson::SUCCESS);
}

TEST_CASE("A public operation needs no credentials, an answer without body has none", "[unit]") {
  Document document;
  CHECK(document.root["paths"]["/api/v1/auth/login"]["post"]["security"].get_array().size() == 0);
  CHECK(document.root["paths"]["/api/v1/auth/logout"]["post"]["responses"]["204"]["content"].error() ==
        simdjson::NO_SUCH_FIELD);
}

TEST_CASE("A descriptor set that is none fails the start", "[unit]") {
  CHECK(Comments::Load("/nonexistent").status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("The page asks nothing of other hosts and runs no inline script", "[unit]") {
  CHECK(kDocsHtml.find("<script src=\"/docs/app.js\"></script>") != std::string_view::npos);
  for (const std::string_view asset : {kDocsHtml, kDocsStyle, kDocsScript}) {
    CHECK(asset.size() > 200);
    CHECK(asset.find("http://") == std::string_view::npos);
    CHECK(asset.find("https://") == std::string_view::npos);
    CHECK(asset.find("innerHTML") == std::string_view::npos);
  }
}

}  // namespace
}  // namespace mib::gateway
