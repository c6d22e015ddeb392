#include "venues/coinbase/trade_sequencer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace mib::coinbase {

bool TradeSequencer::Offer(uint64_t id, std::optional<market::Trade> trade) {
  if (!position_) position_ = id - 1;
  if (id <= *position_ || waiting_.contains(id)) return false;
  announced_ = std::max(announced_, id);
  waiting_.emplace(id, std::move(trade));
  Advance();
  // The newest go first: the oldest are the next to be needed.
  while (waiting_.size() > max_waiting_) waiting_.erase(std::prev(waiting_.end()));
  return true;
}

void TradeSequencer::Announce(uint64_t id) {
  if (!position_) position_ = id;
  announced_ = std::max(announced_, id);
}

void TradeSequencer::Skip(uint64_t last) {
  if (!position_ || last <= *position_) return;
  position_ = last;
  waiting_.erase(waiting_.begin(), waiting_.upper_bound(last));
  Advance();
}

void TradeSequencer::Rewind(uint64_t position) {
  announced_ = std::max(announced_, newest());
  position_ = position;
  ready_.clear();
}

std::optional<IdRange> TradeSequencer::Missing() const {
  if (!position_ || newest() <= *position_) return std::nullopt;
  const uint64_t first = *position_ + 1;
  return IdRange{first, waiting_.empty() ? newest() : waiting_.begin()->first - 1};
}

std::vector<market::Trade> TradeSequencer::Take() { return std::exchange(ready_, {}); }

uint64_t TradeSequencer::newest() const { return std::max(announced_, position_.value_or(0)); }

void TradeSequencer::Advance() {
  while (!waiting_.empty() && waiting_.begin()->first == *position_ + 1) {
    auto first = waiting_.extract(waiting_.begin());
    position_ = first.key();
    if (first.mapped()) ready_.push_back(*std::move(first.mapped()));
  }
}

}  // namespace mib::coinbase
