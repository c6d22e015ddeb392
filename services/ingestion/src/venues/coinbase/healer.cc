#include "venues/coinbase/healer.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "validation.h"

namespace mib::coinbase {
namespace {

constexpr resilience::BackoffPolicy kWaits{absl::Seconds(1), absl::Seconds(30), 1};
// Healed trades wait for the feed's thread to publish them; beyond so many no more are fetched.
constexpr size_t kMaxReady = 20'000;
// Servers may give shorter pages than asked for; a page is put together from at most so many answers.
constexpr int kMaxAnswersPerPage = 50;

// Retrying makes sense while the venue is away; an answer that says no is an answer.
bool IsAnswer(const absl::Status& status) {
  return status.ok() || absl::IsNotFound(status) || absl::IsInvalidArgument(status);
}

}  // namespace

Healer::Healer(ProductStreams& streams, TradeHistory& history, ingestion::FeedStore& store,
               ingestion::DeadLetters& dead_letters, ingestion::SourceProbe& probe, Clock& clock)
    : streams_(streams), history_(history), store_(store), dead_letters_(dead_letters), probe_(probe), clock_(clock) {}

bool Healer::Step() {
  const std::optional<Task> task = Next();
  if (!task) return false;
  Work& work = WorkOf(task->product);
  const absl::StatusOr<Trades> trades = Fetch(*task);
  if (!IsAnswer(trades.status())) {
    log::Warning("missed trades cannot be fetched now",
                 {{"symbol", task->product}, {"error", ToString(trades.status())}});
    Postpone(work);
    return true;
  }
  if (trades.ok() && Place(*task, *trades)) {
    work.incomplete_answers = 0;
    work.patience = kAttempts;
    work.backoff.Reset();
    CloseWhenWhole(task->product);
  } else if (++work.incomplete_answers < work.patience) {
    Postpone(work);
  } else {
    GiveUp(*task, !trades.ok() || trades->good.empty());
    CloseWhenWhole(task->product);
  }
  return true;
}

std::optional<Healer::Task> Healer::Next() {
  absl::MutexLock lock(&streams_.mutex);
  auto& streams = streams_.by_product;
  auto next = streams.upper_bound(last_product_);
  for (size_t i = 0; i < streams.size(); ++i, ++next) {
    if (next == streams.end()) next = streams.begin();
    const std::optional<IdRange> page = PageOf(next->first, next->second);
    if (!page) continue;
    last_product_ = next->first;
    return Task{next->first, *page};
  }
  return std::nullopt;
}

std::optional<IdRange> Healer::PageOf(const std::string& product, const ProductStream& stream) {
  const std::optional<IdRange> missing = stream.trades().Missing();
  if (!missing || stream.trades().ready() >= kMaxReady) return std::nullopt;
  Work& work = WorkOf(product);
  if (!work.gap) {
    work.gap = *missing;
    work.detected_at = clock_.Now();
    log::Info("trades were missed", {{"symbol", product}, {"first_id", missing->first}, {"last_id", missing->last}});
  }
  work.gap->last = std::max(work.gap->last, missing->last);
  if (clock_.Now() < work.not_before) return std::nullopt;
  // Over further holes too: one answer may fill them all.
  return IdRange{missing->first, std::min(stream.trades().newest(), missing->first + TradeHistory::kPageRows - 1)};
}

absl::StatusOr<Healer::Trades> Healer::Fetch(const Task& task) {
  Trades all;
  uint64_t before = task.page.last + 1;
  for (int i = 0; i < kMaxAnswersPerPage && before > task.page.first; ++i) {
    ASSIGN_OR_RETURN(Trades answer, history_.TradesBefore(task.product, before));
    std::ranges::move(answer.refused, std::back_inserter(all.refused));
    uint64_t oldest = before;
    for (const market::Trade& trade : answer.good) {
      oldest = std::min(oldest, trade.id);
      if (trade.id >= task.page.first && trade.id <= task.page.last) all.good.push_back(trade);
    }
    if (oldest == before) break;
    before = oldest;
  }
  return all;
}

bool Healer::Place(const Task& task, const Trades& trades) {
  for (const ingestion::RefusedRow& row : trades.refused) {
    probe_.dead_letters.Increment();
    dead_letters_.Refuse("coinbase/trades", task.product, row.reason, row.payload);
  }
  absl::MutexLock lock(&streams_.mutex);
  TradeSequencer& sequencer = streams_.by_product.at(task.product).trades();
  for (auto trade = trades.good.rbegin(); trade != trades.good.rend(); ++trade) {
    const absl::Status valid = ingestion::CheckTrade(*trade, clock_.Now());
    if (!sequencer.Offer(trade->id, valid.ok() ? std::optional(*trade) : std::nullopt)) continue;
    if (valid.ok()) continue;
    probe_.trades_refused.Increment();
    probe_.dead_letters.Increment();
    dead_letters_.Refuse("coinbase/trades", task.product, MessageOf(valid), std::to_string(trade->id));
  }
  const std::optional<IdRange> missing = sequencer.Missing();
  return !missing || missing->first > task.page.last;
}

void Healer::GiveUp(const Task& task, bool page_was_empty) {
  Work& work = WorkOf(task.product);
  work.incomplete_answers = 0;
  work.patience = page_was_empty ? 1 : kAttempts;
  work.backoff.Reset();
  std::vector<IdRange> holes;
  {
    absl::MutexLock lock(&streams_.mutex);
    TradeSequencer& sequencer = streams_.by_product.at(task.product).trades();
    for (auto missing = sequencer.Missing(); missing && missing->first <= task.page.last;
         missing = sequencer.Missing()) {
      holes.push_back({missing->first, std::min(missing->last, task.page.last)});
      sequencer.Skip(holes.back().last);
    }
  }
  for (const IdRange& hole : holes) Record(task.product, hole, false, work.detected_at);
}

void Healer::CloseWhenWhole(const std::string& product) {
  {
    absl::MutexLock lock(&streams_.mutex);
    if (streams_.by_product.at(product).trades().Missing()) return;
  }
  Work& work = WorkOf(product);
  if (!work.gap) return;
  Record(product, *work.gap, true, work.detected_at);
  work.gap.reset();
}

void Healer::Postpone(Work& work) { work.not_before = clock_.Now() + work.backoff.Next(); }

void Healer::Record(const std::string& product, const IdRange& ids, bool healed, absl::Time detected_at) {
  (healed ? probe_.gaps_healed : probe_.gaps_unfillable).Increment();
  log::Write(healed ? log::Level::kInfo : log::Level::kError,
             healed ? "missed trades were fetched" : "the venue does not have trades that were missed",
             {{"symbol", product}, {"first_id", ids.first}, {"last_id", ids.last}});
  const absl::Status status =
      store_.RecordGap({std::string(Feed::kSource), product, ids.first, ids.last, healed, detected_at, clock_.Now()});
  if (!status.ok()) log::Warning("a gap is in the log only", {{"symbol", product}, {"error", ToString(status)}});
}

Healer::Work& Healer::WorkOf(const std::string& product) {
  return work_.try_emplace(product, Work{{}, {}, absl::InfinitePast(), 0, kAttempts, {kWaits, 1}}).first->second;
}

}  // namespace mib::coinbase
