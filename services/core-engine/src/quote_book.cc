#include "quote_book.h"

#include "absl/time/time.h"
#include "mib/market/proto.h"

namespace mib::core_engine {

void QuoteBook::ApplyTick(int32_t partition, const events::v1::QuoteTick& tick) {
  absl::MutexLock lock(&mutex_);
  Entry* entry = Renew(partition, tick.symbol(), tick.source(), tick.time_ns());
  if (entry == nullptr) return;
  market::v1::Quote& quote = entry->quote;
  if (tick.has_bid()) *quote.mutable_bid() = tick.bid();
  if (tick.has_ask()) *quote.mutable_ask() = tick.ask();
  if (tick.has_last()) *quote.mutable_last() = tick.last();
  if (tick.has_bid_size()) *quote.mutable_bid_size() = tick.bid_size();
  if (tick.has_ask_size()) *quote.mutable_ask_size() = tick.ask_size();
  if (tick.has_last_size()) *quote.mutable_last_size() = tick.last_size();
}

void QuoteBook::ApplyTrade(int32_t partition, std::string_view symbol, std::string_view source, int64_t time_ns,
                           const Decimal& price, const Decimal& size) {
  absl::MutexLock lock(&mutex_);
  Entry* entry = Renew(partition, symbol, source, time_ns);
  if (entry == nullptr) return;
  *entry->quote.mutable_last() = market::ToProto(price.Normalized());
  *entry->quote.mutable_last_size() = market::ToProto(size.Normalized());
}

void QuoteBook::ApplyClose(int32_t partition, const market::v1::Bar& bar, int64_t close_ns) {
  absl::MutexLock lock(&mutex_);
  Entry* entry = Renew(partition, bar.symbol(), bar.source(), close_ns);
  if (entry == nullptr) return;
  *entry->quote.mutable_last() = bar.close();
  entry->quote.clear_last_size();
}

QuoteBook::Entry* QuoteBook::Renew(int32_t partition, std::string_view symbol, std::string_view source,
                                   int64_t time_ns) {
  auto found = entries_.find(symbol);
  if (found == entries_.end()) {
    found = entries_.emplace(std::string(symbol), Entry()).first;
    found->second.quote.set_symbol(found->first);
  } else if (time_ns < found->second.time_ns) {
    return nullptr;
  }
  Entry& entry = found->second;
  entry.time_ns = time_ns;
  entry.partition = partition;
  *entry.quote.mutable_timestamp() = market::ToProto(absl::FromUnixNanos(time_ns));
  entry.quote.set_source(std::string(source));
  if (!entry.changed) changed_.push_back(found->first);
  entry.changed = true;
  return &entry;
}

std::optional<market::v1::Quote> QuoteBook::Latest(std::string_view symbol) const {
  absl::MutexLock lock(&mutex_);
  const auto found = entries_.find(symbol);
  if (found == entries_.end()) return std::nullopt;
  return found->second.quote;
}

std::vector<QuoteChange> QuoteBook::TakeChanged() {
  absl::MutexLock lock(&mutex_);
  std::vector<QuoteChange> taken;
  taken.reserve(changed_.size());
  for (const std::string& symbol : changed_) {
    Entry& entry = entries_.find(symbol)->second;
    entry.changed = false;
    taken.push_back(QuoteChange{entry.quote, entry.partition});
  }
  changed_.clear();
  return taken;
}

void QuoteBook::Load(const std::vector<QuoteChange>& quotes) {
  absl::MutexLock lock(&mutex_);
  for (const QuoteChange& change : quotes) {
    Entry& entry = entries_[change.quote.symbol()];
    entry =
        Entry{change.quote, absl::ToUnixNanos(market::FromProto(change.quote.timestamp())), change.partition, false};
  }
}

void QuoteBook::Clear() {
  absl::MutexLock lock(&mutex_);
  entries_.clear();
  changed_.clear();
}

}  // namespace mib::core_engine
