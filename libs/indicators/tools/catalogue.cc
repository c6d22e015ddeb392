// Prints docs/indicators.md: the registry as a page.
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
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

std::string ReachOf(const Definition& definition) {
  if (definition.since != nullptr) return "the bars since it began anew (recursive)";
  if (definition.recursive) return "all bars before (recursive)";
  const int bars = WarmUpOf(definition);
  return bars == 1 ? "its bar alone" : fmt::format("the last {} bars alone", bars);
}

std::string Entry(const Definition& definition) {
  return fmt::format(
      "### {}\n\n{}. {}\n\n- inputs: {}\n- parameters: {}\n- outputs: {}\n- first value: bar {}\n- depends on: {}\n\n",
      definition.name, definition.long_name, definition.description, Listed(definition.inputs, NameOf),
      ParametersOf(definition),
      Listed(definition.outputs, [](std::string_view name) { return fmt::format("`{}`", name); }), WarmUpOf(definition),
      ReachOf(definition));
}

constexpr std::string_view kConventions =
    R"(Bars are counted from 1. The first value comes with the first bar for which the formula is defined; where TA-Lib has the
indicator, with the bar after its lookback. What looks at a window gives, from then on, the same bits wherever the series began.

What is recursive depends on where the series began. TA-Lib can leave out the first values, in which this still shows: its
unstable period, 0 unless set. It is 0 here: values are given from the first on, and who wants n of them left out drops n. How
an indicator begins stands in its entry. The beginning fades from an exponential average with each bar by 1 - 2 / (period + 1),
below a millionth after 7 periods, and from Wilder's by 1 - 1 / period, after 14; of averages of averages the bars add up. From
what adds up or follows a path (ad, obv, nvi, pvi, sar, zigzag, vwap and others) it need not go at all.

)";

std::string Page() {
  std::map<std::string_view, std::string> by_category;
  for (const Definition* definition : Registry::All()) by_category[definition->category] += Entry(*definition);
  std::string page =
      "# Indicators\n\nMade from the registry by `indicator-catalogue`; a test compares. First values and windows are "
      "those "
      "of the default parameters.\n\n" +
      std::string(kConventions);
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
