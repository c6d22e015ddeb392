#include "response_cache.h"

#include <fmt/format.h>

#include <algorithm>

#include "request_reader.h"

namespace mib::gateway {

ResponseCache::Hit ResponseCache::Find(std::string_view key) {
  const std::optional<Entry> entry = entries_.Get(key);
  const absl::Time now = clock_.Now();
  if (entry && now < entry->expires_at) {
    probe_.cache_hits.Increment();
    return {entry->answer, false, entry->expires_at - now};
  }
  probe_.cache_misses.Increment();
  if (entry && now < entry->expires_at + stale_) return {entry->answer, true, absl::ZeroDuration()};
  return {};
}

void ResponseCache::Store(std::string_view key, AnswerPtr answer, absl::Duration ttl) {
  entries_.Put(key, {std::move(answer), clock_.Now() + ttl});
}

std::string CacheKey(const Route& route, const http::Target& target, DecimalStyle style) {
  std::vector<std::pair<std::string, std::string>> query;
  for (const auto& parameter : target.query) {
    if (!IsGatewayParameter(parameter.first)) query.push_back(parameter);
  }
  // Stable: the order of repeated values is part of the question.
  std::stable_sort(query.begin(), query.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string key = fmt::format("{} {}\n{}\n{}\n", route.method, route.pattern, target.path, static_cast<int>(style));
  // Encoded, so that no value can pose as two parameters.
  for (const auto& [name, value] : query) key += fmt::format("{}={}&", http::UrlEncode(name), http::UrlEncode(value));
  return fmt::format("{}\n{}", key, static_cast<int>(route.policy.permission()));
}

}  // namespace mib::gateway
