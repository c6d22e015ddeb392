#include "spec.h"

#include <cstdlib>
#include <map>
#include <sstream>

#include "absl/strings/str_split.h"
#include "mib/indicators/registry.h"
#include "shared_library.h"

namespace mib::bench {
namespace {

double OptionValue(const std::string& option, const Spec& spec) {
  char* end = nullptr;
  const double number = std::strtod(option.c_str(), &end);
  return end != option.c_str() ? number : spec.Parameter(option);
}

Row ParseRow(std::istringstream words) {
  Row row;
  std::string spec;
  words >> spec >> row.function;
  row.ours = ParseSpec(spec);
  bool outputs = false;
  for (std::string word; words >> word;) {
    if (word == "->") {
      outputs = true;
    } else if (outputs) {
      row.outputs.push_back(row.ours.Output(word));
    } else {
      row.options.push_back(OptionValue(word, row.ours));
    }
  }
  return row;
}

}  // namespace

double Spec::Parameter(const std::string& name) const {
  for (size_t i = 0; i < params.size(); ++i) {
    if (definition->parameters[i].name == name) return params[i];
  }
  Die(text + " has no parameter " + name);
}

size_t Spec::Output(const std::string& name) const {
  for (size_t i = 0; i < definition->outputs.size(); ++i) {
    if (definition->outputs[i] == name) return i;
  }
  Die(text + " has no output " + name);
}

Spec ParseSpec(const std::string& text) {
  const size_t open = text.find('(');
  Spec spec{text, indicators::Registry::Find(text.substr(0, open)), {}};
  if (spec.definition == nullptr) Die("there is no indicator " + text);
  std::map<std::string, double> given;
  if (open != std::string::npos) {
    const std::vector<std::string> parts = absl::StrSplit(text.substr(open + 1, text.size() - open - 2), ',');
    for (const std::string& part : parts) {
      const size_t equals = part.find('=');
      if (equals == std::string::npos) Die(text + ": give parameters as name=value");
      given[part.substr(0, equals)] = std::strtod(part.c_str() + equals + 1, nullptr);
    }
  }
  const auto params = spec.definition->Resolve(given);
  if (!params.ok()) Die(text + ": " + params.status().ToString());
  spec.params = *params;
  return spec;
}

std::vector<Row> ParseTable(const std::string& table) {
  std::vector<Row> rows;
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(' ') != std::string::npos) rows.push_back(ParseRow(std::istringstream(line)));
  }
  return rows;
}

}  // namespace mib::bench
