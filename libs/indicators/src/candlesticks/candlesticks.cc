#include "candlesticks/candlesticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "candlesticks/pattern.h"

namespace mib::indicators {
namespace {

// The range that a penetration may have: none to ten bodies.
constexpr double kDeepest = 10;

std::string Describe(const Pattern& pattern) {
  std::string measures;
  for (const CandleSetting& setting : pattern.settings) {
    if (setting.factor > 0) measures += fmt::format("{}{}", measures.empty() ? " Here " : "; ", setting.words);
  }
  if (!measures.empty()) measures += '.';
  return fmt::format("{}{} As {} of TA-Lib. {}", pattern.description, measures, pattern.talib_name, pattern.source);
}

Definition DefinitionOf(const PatternEntry& entry, std::string_view description) {
  const Pattern& pattern = *entry.pattern;
  std::vector<Parameter> parameters;
  if (pattern.penetration) {
    parameters.push_back(
        {"penetration",
         "A share of the first body: how far into it the last close must be, or those of a mat hold may be.",
         *pattern.penetration, 0, kDeepest, false});
  }
  return {
      .name = pattern.name,
      .long_name = pattern.long_name,
      .category = "pattern",
      .inputs = {Input::kOpen, Input::kHigh, Input::kLow, Input::kClose},
      .parameters = std::move(parameters),
      .outputs = {pattern.name},
      .description = description,
      .warm_up = entry.warm_up,
      .make = entry.make,
      .make_panel = entry.make_panel,
      .batch = entry.batch,
  };
}

}  // namespace

std::vector<PatternEntry> AllPatterns() {
  std::vector<PatternEntry> all;
  for (const auto& family : {DojiPatterns(), LinePatterns(), HammerPatterns(), EngulfingPatterns(), PiercingPatterns(),
                             OppositePatterns(), StarPatterns(), SoldierPatterns(), CrowPatterns(), BottomPatterns(),
                             GapPatterns(), ContinuationPatterns(), HikkakePatterns()}) {
    all.insert(all.end(), family.begin(), family.end());
  }
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.pattern->name < b.pattern->name; });
  return all;
}

std::vector<Definition> CandlestickDefinitions() {
  static const std::vector<PatternEntry> entries = AllPatterns();
  // Never destroyed: definitions point into them.
  static const auto* const descriptions = [] {
    auto* texts = new std::vector<std::string>;
    for (const PatternEntry& entry : entries) texts->push_back(Describe(*entry.pattern));
    return texts;
  }();
  std::vector<Definition> definitions;
  for (size_t i = 0; i < entries.size(); ++i) definitions.push_back(DefinitionOf(entries[i], (*descriptions)[i]));
  return definitions;
}

}  // namespace mib::indicators
