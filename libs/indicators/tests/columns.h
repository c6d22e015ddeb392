#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace mib::indicators {

/// The columns of a CSV file by the names in its first line (of a stream: in the next); an empty field is NaN.
inline std::map<std::string, std::vector<double>> ReadColumns(std::istream& file) {
  std::string line;
  std::getline(file, line);
  std::vector<std::string> names;
  std::stringstream header(line);
  for (std::string name; std::getline(header, name, ',');) names.push_back(name);
  std::map<std::string, std::vector<double>> columns;
  while (std::getline(file, line)) {
    std::stringstream fields(line);
    for (const std::string& name : names) {
      std::string text;
      std::getline(fields, text, ',');
      columns[name].push_back(text.empty() ? std::nan("") : std::stod(text));
    }
  }
  return columns;
}
inline std::map<std::string, std::vector<double>> ReadColumns(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.is_open());
  return ReadColumns(file);
}

}  // namespace mib::indicators
