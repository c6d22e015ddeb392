#include "match.h"

#include <algorithm>

namespace mib::core_engine {
namespace {

char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool IsWordCharacter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
}

/// How well one word matches one other.
double WordScore(const std::string& word, const std::string& text) {
  if (text == word) return 0.9;
  if (text.starts_with(word)) return 0.5 + 0.3 * static_cast<double>(word.size()) / static_cast<double>(text.size());
  if (word.size() >= 2 && text.find(word) != std::string::npos) return 0.4;
  const size_t slips = word.size() >= 6 ? 2 : word.size() >= 4 ? 1 : 0;
  return slips > 0 && EditDistance(word, text) <= slips ? 0.2 : 0;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) joined += word;
  return joined;
}

}  // namespace

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char raw : text) {
    const char c = Upper(raw);
    if (!IsWordCharacter(c)) {
      inside = false;
      continue;
    }
    if (!inside) words.emplace_back();
    inside = true;
    words.back() += c;
  }
  return words;
}

double MatchScore(const std::vector<std::string>& query, std::string_view symbol, std::string_view name) {
  if (query.empty()) return 0;
  std::vector<std::string> texts = Words(symbol);
  // "BTCUSD" and "btc usd" both mean BTC-USD.
  if (Joined(query) == Joined(texts)) return 1;
  texts.push_back(Joined(texts));
  for (std::string& word : Words(name)) texts.push_back(std::move(word));
  double sum = 0;
  for (const std::string& word : query) {
    double best = 0;
    for (const std::string& text : texts) best = std::max(best, WordScore(word, text));
    if (best == 0) return 0;
    sum += best;
  }
  return sum / static_cast<double>(query.size());
}

}  // namespace mib::core_engine
