// Values at some bars, from TA-Lib or from the definitions: testdata/make_points.py.

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "columns.h"
#include "series.h"

namespace mib::indicators {
namespace {

struct Point {
  std::string indicator, parameters, output;
  size_t bar = 0;
  double value = 0;
  double tolerance = 0;
};

std::vector<Point> ReadPoints(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.is_open());
  std::vector<Point> points;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    Point point;
    std::string bar, value, tolerance;
    for (std::string* field : {&point.indicator, &point.parameters, &point.output, &bar, &value, &tolerance}) {
      std::getline(fields, *field, ',');
    }
    point.bar = std::stoul(bar);
    point.value = value.empty() ? std::nan("") : std::stod(value);
    point.tolerance = std::stod(tolerance);
    points.push_back(point);
  }
  return points;
}

/// From "period=14.0;nbdev=1.0".
std::map<std::string, double> ParseParameters(const std::string& text) {
  std::map<std::string, double> given;
  std::stringstream fields(text);
  for (std::string field; std::getline(fields, field, ';');) {
    const size_t equals = field.find('=');
    given[field.substr(0, equals)] = std::stod(field.substr(equals + 1));
  }
  return given;
}

double ValueAt(const Point& point, const Bars& bars) {
  const Definition* definition = Registry::Find(point.indicator);
  if (definition == nullptr) FAIL("there is no " << point.indicator);
  const auto params = definition->Resolve(ParseParameters(point.parameters));
  REQUIRE(params.ok());
  const auto output = std::find(definition->outputs.begin(), definition->outputs.end(), point.output);
  REQUIRE(output != definition->outputs.end());
  const Table values = Batch(*definition, *params, bars);
  return values[static_cast<size_t>(output - definition->outputs.begin())][point.bar];
}

TEST_CASE("Indicators have the values of TA-Lib, or of their definition, at chosen bars", "[unit][indicators]") {
  auto columns = ReadColumns(std::string(MIB_TESTDATA) + "/points_bars.csv");
  const Bars bars = {columns.at("open"), columns.at("high"), columns.at("low"), columns.at("close"),
                     columns.at("volume")};
  const auto points = ReadPoints(std::string(MIB_TESTDATA) + "/points.csv");
  REQUIRE(points.size() > 500);
  for (const Point& point : points) {
    INFO(point.indicator << "(" << point.parameters << ")." << point.output << " at bar " << point.bar);
    const double value = ValueAt(point, bars);
    INFO(value << " for " << point.value);
    CHECK(std::isnan(value) == std::isnan(point.value));
    if (!std::isnan(point.value)) CHECK(std::abs(value - point.value) <= point.tolerance);
  }
}

}  // namespace
}  // namespace mib::indicators
