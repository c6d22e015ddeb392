#include "quote_cache.h"

#include <fmt/format.h>

namespace mib::core_engine {
namespace {

constexpr absl::Duration kTtl = absl::Hours(24);

std::string KeyOf(std::string_view symbol) { return fmt::format("core_engine:quote:{}", symbol); }

}  // namespace

void QuoteCache::Put(const std::vector<QuoteChange>& quotes) {
  if (quotes.empty()) return;
  std::vector<redis::Entry> entries;
  entries.reserve(quotes.size());
  for (const QuoteChange& change : quotes) {
    entries.push_back({KeyOf(change.quote.symbol()), change.quote.SerializeAsString(), kTtl});
  }
  if (!redis_.SetMany(entries).ok()) probe_.redis_failures.Increment();
}

std::optional<market::v1::Quote> QuoteCache::Get(std::string_view symbol) {
  const absl::StatusOr<std::optional<std::string>> bytes = redis_.Get(KeyOf(symbol));
  if (!bytes.ok()) probe_.redis_failures.Increment();
  market::v1::Quote quote;
  if (!bytes.ok() || !bytes->has_value() || !quote.ParseFromString(**bytes)) return std::nullopt;
  return quote;
}

}  // namespace mib::core_engine
