// Prints docs/indicators.md: the registry as a page.
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "fmt/format.h"
#include "mib/indicators/registry.h"

namespace mib::indicators {
namespace {

std::string Listed(const auto& items, auto text_of) {
  std::string listed;
  for (const auto& item : items) listed += (listed.empty() ? "" : ", ") + std::string(text_of(item));
  return listed;
}

std::string ParametersOf(const Definition& definition) {
  if (definition.parameters.empty()) return "none";
  return Listed(definition.parameters, [](const Parameter& parameter) {
    return fmt::format("`{}` = {} ({} to {}{})", parameter.name, parameter.default_value, parameter.minimum,
                       parameter.maximum, parameter.integral ? "" : ", fractions too");
  });
}

int WarmUpOf(const Definition& definition) {
  std::vector<double> defaults;
  for (const Parameter& parameter : definition.parameters) defaults.push_back(parameter.default_value);
  return definition.warm_up(defaults);
}

std::string Entry(const Definition& definition) {
  return fmt::format(
      "### {}\n\n{}. {}\n\n- inputs: {}\n- parameters: {}\n- outputs: {}\n- first value: bar {}{}\n\n", definition.name,
      definition.long_name, definition.description, Listed(definition.inputs, NameOf), ParametersOf(definition),
      Listed(definition.outputs, [](std::string_view name) { return fmt::format("`{}`", name); }), WarmUpOf(definition),
      definition.recursive ? "; depends on all bars before, not on a window alone" : "");
}

std::string Page() {
  std::map<std::string_view, std::string> by_category;
  for (const Definition* definition : Registry::All()) by_category[definition->category] += Entry(*definition);
  std::string page =
      "# Indicators\n\nMade from the registry by `indicator-catalogue`; a test compares. Warm-ups are those of the "
      "default parameters.\n\n";
  for (const auto& [category, entries] : by_category) page += fmt::format("## {}\n\n{}", category, entries);
  page.pop_back();
  return page;
}

}  // namespace
}  // namespace mib::indicators

int main() {
  const std::string page = mib::indicators::Page();
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() ? 0 : 1;
}
