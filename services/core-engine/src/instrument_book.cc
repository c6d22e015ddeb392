#include "instrument_book.h"

#include <fmt/format.h>

#include <algorithm>

#include "match.h"

namespace mib::core_engine {
namespace {

bool SameDescription(const market::v1::Instrument& a, const market::v1::Instrument& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

/// "BTC-USD" is quoted in USD; of "AAPL" nobody knows.
std::string CurrencyOf(std::string_view symbol) {
  const size_t dash = symbol.rfind('-');
  return dash == std::string_view::npos ? std::string() : std::string(symbol.substr(dash + 1));
}

}  // namespace

void InstrumentBook::Merge(const std::vector<market::v1::Instrument>& stored) {
  absl::MutexLock lock(&mutex_);
  for (const market::v1::Instrument& instrument : stored) instruments_[instrument.symbol()] = instrument;
}

bool InstrumentBook::Describe(const market::v1::Instrument& instrument) {
  absl::MutexLock lock(&mutex_);
  const auto [entry, added] = instruments_.try_emplace(instrument.symbol(), instrument);
  if (added) return true;
  if (SameDescription(entry->second, instrument)) return false;
  entry->second = instrument;
  return true;
}

bool InstrumentBook::See(std::string_view symbol, std::string_view source) {
  absl::MutexLock lock(&mutex_);
  if (instruments_.find(symbol) != instruments_.end()) return false;
  market::v1::Instrument instrument;
  instrument.set_symbol(std::string(symbol));
  instrument.set_name(std::string(symbol));
  instrument.set_venue(std::string(source));
  instrument.set_currency(CurrencyOf(symbol));
  instrument.set_is_active(true);
  instruments_.emplace(symbol, std::move(instrument));
  return true;
}

std::optional<market::v1::Instrument> InstrumentBook::Find(std::string_view symbol) const {
  absl::MutexLock lock(&mutex_);
  const auto found = instruments_.find(symbol);
  if (found == instruments_.end()) return std::nullopt;
  return found->second;
}

std::vector<market::v1::Instrument> InstrumentBook::All() const {
  absl::MutexLock lock(&mutex_);
  std::vector<market::v1::Instrument> all;
  all.reserve(instruments_.size());
  for (const auto& [symbol, instrument] : instruments_) all.push_back(instrument);
  return all;
}

std::vector<v1::InstrumentMatch> InstrumentBook::Search(std::string_view query, size_t limit) const {
  const std::vector<std::string> words = Words(query);
  std::vector<v1::InstrumentMatch> matches;
  for (market::v1::Instrument& instrument : All()) {
    const double score = MatchScore(words, instrument.symbol(), instrument.name());
    if (score <= 0) continue;
    v1::InstrumentMatch& match = matches.emplace_back();
    *match.mutable_instrument() = std::move(instrument);
    match.set_score(score);
  }
  // Stable: equals stay in the order of their symbols.
  std::stable_sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) { return a.score() > b.score(); });
  if (matches.size() > limit) matches.resize(limit);
  return matches;
}

std::string InstrumentBook::Suggest(std::string_view symbol) const {
  constexpr size_t kFar = 3;
  absl::MutexLock lock(&mutex_);
  size_t nearest = kFar;
  const market::v1::Instrument* suggestion = nullptr;
  for (const auto& [known, instrument] : instruments_) {
    const size_t distance = EditDistance(symbol, known);
    // Half of the letters wrong is another symbol, not a slip.
    if (distance >= nearest || 2 * distance >= std::max(symbol.size(), known.size())) continue;
    nearest = distance;
    suggestion = &instrument;
  }
  if (suggestion == nullptr) return "";
  if (suggestion->name().empty() || suggestion->name() == suggestion->symbol()) return suggestion->symbol();
  return fmt::format("{} ({})", suggestion->symbol(), suggestion->name());
}

}  // namespace mib::core_engine
