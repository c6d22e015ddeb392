#include "openapi.h"

#include <simdjson.h>

#include <catch2/catch_test_macros.hpp>
#include <set>

#include "docs_page.h"

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
