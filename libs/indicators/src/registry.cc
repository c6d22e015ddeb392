#include "mib/indicators/registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "candlesticks/candlesticks.h"
#include "listing.h"
#include "mib/base/errors.h"

namespace mib::indicators {
namespace {

// Never destroyed: definitions may be in use while the process ends.
const std::vector<Definition>& Definitions() {
  static const auto* const definitions = [] {
    auto* all = new std::vector<Definition>(IndicatorDefinitions());
    for (Definition& pattern : CandlestickDefinitions()) all->push_back(std::move(pattern));
    return all;
  }();
  return *definitions;
}

// Levenshtein's distance.
size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

const Definition* Registry::Find(std::string_view name) {
  for (const Definition* definition : All()) {
    if (definition->name == name) return definition;
  }
  return nullptr;
}

absl::StatusOr<const Definition*> Registry::Get(std::string_view name) {
  if (const Definition* definition = Find(name)) return definition;
  errors::Details details = {{"indicator", std::string(name)}};
  const std::vector<std::string> near = Suggest(name);
  if (!near.empty()) details.emplace_back("suggestion", fmt::format("{}", fmt::join(near, ", ")));
  return errors::Make(api::v1::NOT_FOUND, fmt::format("There is no indicator '{}'.", name), details);
}

const std::vector<const Definition*>& Registry::All() {
  static const auto* const all = [] {
    auto* pointers = new std::vector<const Definition*>;
    for (const Definition& definition : Definitions()) pointers->push_back(&definition);
    std::sort(pointers->begin(), pointers->end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    return pointers;
  }();
  return *all;
}

std::vector<std::string> Registry::Suggest(std::string_view name) {
  constexpr size_t kMost = 3;
  std::vector<std::pair<size_t, std::string>> near;
  for (const Definition* definition : All()) {
    const size_t distance = EditDistance(name, definition->name);
    const bool holds =
        definition->name.find(name) != std::string_view::npos || name.find(definition->name) != std::string_view::npos;
    if (holds || distance <= std::max<size_t>(1, definition->name.size() / 3))
      near.emplace_back(distance, definition->name);
  }
  std::sort(near.begin(), near.end());
  if (near.size() > kMost) near.resize(kMost);
  std::vector<std::string> names;
  for (auto& [distance, text] : near) names.push_back(std::move(text));
  return names;
}

}  // namespace mib::indicators
