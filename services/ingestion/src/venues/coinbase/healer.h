#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "dead_letters.h"
#include "feed_store.h"
#include "mib/base/clock.h"
#include "mib/resilience/backoff.h"
#include "probe.h"
#include "venues/coinbase/feed.h"
#include "venues/coinbase/rest.h"

namespace mib::coinbase {

/// Fetches the trades that a feed missed, page by page from the oldest, and puts them in their place. An unreachable
/// venue is asked again for ever, with growing waits; ids that its answers do not hold are asked for kAttempts times
/// (its history may lag behind its feed), then recorded as a gap that nobody can fill, and the feed goes on.
///
/// One thread: Step in a loop.
class Healer {
 public:
  static constexpr int kAttempts = 5;

  /// Arguments must outlive it.
  Healer(ProductStreams& streams, TradeHistory& history, ingestion::FeedStore& store,
         ingestion::DeadLetters& dead_letters, ingestion::SourceProbe& probe, Clock& clock);

  /// Fetches one page of one product. False when there is nothing to do for now.
  bool Step();

 private:
  // What is under way for one product.
  struct Work {
    std::optional<IdRange> gap;
    absl::Time detected_at;
    absl::Time not_before = absl::InfinitePast();
    int incomplete_answers = 0;
    // 1 while whole pages turn out empty: the venue's history does not reach back so far.
    int patience = kAttempts;
    resilience::Backoff backoff;
  };
  struct Task {
    std::string product;
    IdRange page;
  };
  using Trades = ingestion::Rows<market::Trade>;

  std::optional<Task> Next();
  std::optional<IdRange> PageOf(const std::string& product, const ProductStream& stream);
  absl::StatusOr<Trades> Fetch(const Task& task);
  /// True when the page has no hole left.
  bool Place(const Task& task, const Trades& trades);
  void GiveUp(const Task& task, bool page_was_empty);
  void CloseWhenWhole(const std::string& product);
  void Postpone(Work& work);
  void Record(const std::string& product, const IdRange& ids, bool healed, absl::Time detected_at);
  Work& WorkOf(const std::string& product);

  ProductStreams& streams_;
  TradeHistory& history_;
  ingestion::FeedStore& store_;
  ingestion::DeadLetters& dead_letters_;
  ingestion::SourceProbe& probe_;
  Clock& clock_;
  std::map<std::string, Work> work_;
  // Served last; the next one's turn is first.
  std::string last_product_;
};

}  // namespace mib::coinbase
