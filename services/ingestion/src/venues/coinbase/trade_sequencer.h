#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "mib/market/trade_columns.h"

namespace mib::coinbase {

/// Ids first..last, both included.
struct IdRange {
  uint64_t first = 0;
  uint64_t last = 0;
  friend bool operator==(const IdRange&, const IdRange&) = default;
};

/// Puts the trades of one product into the order of their ids, without holes and without repetitions. Venues number a
/// product's trades 1, 2, 3, ...; so a jump tells exactly which trades are missing, and they are waited for (to be
/// fetched elsewhere) before anything newer is given out.
///
/// Trades that wait are bounded: beyond `max_waiting` they are forgotten and counted as missing, to be fetched again
/// later. So a long outage of the place to fetch from costs memory for no more than that, and loses nothing.
///
/// Pure; one thread at a time.
class TradeSequencer {
 public:
  /// `position`: the last id given out in an earlier life. Without one the first trade seen is the beginning.
  TradeSequencer(std::optional<uint64_t> position, size_t max_waiting)
      : position_(position), max_waiting_(max_waiting) {}

  /// True for a position ahead of what is known by more than a venue can have traded: a broken message.
  bool Implausible(uint64_t id) const { return newest() > 0 && id > newest() && id - newest() > kMaxJump; }

  /// A trade as it happened or as fetched; nullopt for one that is known to exist and cannot be used. False when it was
  /// there already.
  bool Offer(uint64_t id, std::optional<market::Trade> trade);
  /// The venue says that `id` is its newest trade. Where nothing is known yet, what comes after it is the beginning.
  void Announce(uint64_t id);
  /// Gives up on ids up to `last`: they cannot be had.
  void Skip(uint64_t last);
  /// Back to after `position`: what was given out later has not arrived and is missing again.
  void Rewind(uint64_t position);

  /// The oldest ids that are missing, if any.
  std::optional<IdRange> Missing() const;
  /// Trades in order, ready to go; each is given once.
  std::vector<market::Trade> Take();
  size_t ready() const { return ready_.size(); }
  std::optional<uint64_t> position() const { return position_; }
  /// The newest id heard of.
  uint64_t newest() const;

 private:
  static constexpr uint64_t kMaxJump = 100'000'000;

  void Advance();

  // Everything up to here is ready or was taken.
  std::optional<uint64_t> position_;
  const size_t max_waiting_;
  // The newest id heard of; may be ahead of everything that waits.
  uint64_t announced_ = 0;
  std::map<uint64_t, std::optional<market::Trade>> waiting_;
  std::vector<market::Trade> ready_;
};

}  // namespace mib::coinbase
