#include "mib/market/bar_builder.h"

#include <algorithm>
#include <array>

#include "row_fault.h"
#include "trade_run.h"

namespace mib::market {
namespace {

void Rescale(BarState* bar, int price_scale) {
  if (bar->price_scale < price_scale) {
    const Int128 factor = PowerOfTen(price_scale - bar->price_scale);
    for (Int128* price : {&bar->open, &bar->high, &bar->low, &bar->close}) *price *= factor;
    bar->price_scale = price_scale;
  }
}

template <typename Bars>
auto FirstNotBefore(Bars& bars, int64_t open_ns) {
  return std::lower_bound(bars.begin(), bars.end(), open_ns,
                          [](const auto& held, int64_t open) { return held.bar.open_ns < open; });
}

}  // namespace

void AddResult::Clear() {
  finals.clear();
  refusals.clear();
  accepted = duplicates = late = 0;
}

BarBuilder::BarBuilder(const BarOptions& options) : options_(options) {
  for (const Interval interval : options_.intervals) slots_.push_back(Slot{interval, {}});
}

BarBuilder::BarBuilder(const BarOptions& options, const BuilderState& state, const std::vector<BarState>& bars)
    : BarBuilder(options) {
  watermark_ns_ = state.watermark_ns;
  for (const BuilderState::Source& source : state.sources) {
    sources_.push_back(Source{source.name, IdWindow(source.highest_id, source.id_runs)});
  }
  for (const BarState& bar : bars) {
    for (Slot& slot : slots_) {
      if (slot.interval != bar.interval) continue;
      slot.bars.insert(FirstNotBefore(slot.bars, bar.open_ns), Held{bar, false});
      if (!bar.is_final()) next_final_at_ns_ = std::min(next_final_at_ns_, bar.close_ns + options_.grace_ns);
    }
  }
  Forget();
}

void BarBuilder::Add(std::string_view source, const TradeColumns& trades, int64_t latest_ns, AddResult* result) {
  TradeRun run;
  run.price_scale = trades.price_scale;
  run.size_scale = trades.size_scale;
  run.source = SourceIndex(source);
  IdWindow& ids = sources_[run.source].ids;
  for (size_t row = 0; row < trades.rows(); ++row) {
    if (const char* fault = RowFault(trades, row, latest_ns); fault != nullptr) {
      result->refusals.push_back({row, 1, fault});
    } else if (ids.Insert(trades.id[row]) != IdWindow::Verdict::kNew) {
      ++result->duplicates;
    } else if (trades.time_ns[row] < watermark_ns_ - options_.max_lateness_ns) {
      result->refusals.push_back({row, 1, "too late"});
    } else {
      AddRow(trades, row, &run, result);
    }
  }
  Fold(&run, result);
  if (trades.watermark_ns <= latest_ns) Advance(trades.watermark_ns, result);
}

void BarBuilder::AddRow(const TradeColumns& trades, size_t row, TradeRun* run, AddResult* result) {
  const int64_t time_ns = trades.time_ns[row];
  if (!run->Holds(time_ns) || run->full()) Fold(run, result);
  // After the fold: the rows before must be in their bars before these become final.
  Advance(time_ns, result);
  if (run->trades == 0) run->Begin(trades, row);
  run->Append(trades, row);
  // Each trade for a final bar is a revision of its own, so such a run has one row.
  if (run->second_ns + kSecondNs + options_.grace_ns <= watermark_ns_) {
    ++result->late;
    Fold(run, result);
  }
}

void BarBuilder::Fold(TradeRun* run, AddResult* result) {
  if (run->trades == 0) return;
  // All bars take the run or none.
  std::array<Held*, kIntervalCount> held{};
  std::array<BarSums, kIntervalCount> sums;
  bool fits = true;
  for (size_t i = 0; i < slots_.size(); ++i) {
    std::deque<Held>& bars = slots_[i].bars;
    if (!bars.empty() && run->second_ns < bars.back().bar.close_ns) {
      const auto at = run->second_ns >= bars.back().bar.open_ns
                          ? bars.end() - 1
                          : FirstNotBefore(bars, OpenTime(slots_[i].interval, run->second_ns));
      if (at->bar.open_ns <= run->second_ns) held[i] = &*at;
    }
    fits = sums[i].Compute(held[i] == nullptr ? BarState() : held[i]->bar, *run) && fits;
  }
  if (fits) {
    result->accepted += run->trades;
    for (size_t i = 0; i < slots_.size(); ++i) Apply(*run, sums[i], &slots_[i], held[i], result);
  } else {
    result->refusals.push_back({run->first_row, run->trades, "too large"});
  }
  run->trades = 0;
}

void BarBuilder::Apply(const TradeRun& run, const BarSums& sums, Slot* slot, Held* held, AddResult* result) {
  if (held == nullptr) {
    BarState bar;
    bar.interval = slot->interval;
    bar.open_ns = OpenTime(slot->interval, run.second_ns);
    bar.close_ns = NextOpenTime(slot->interval, bar.open_ns);
    bar.price_scale = run.price_scale;
    bar.open = bar.high = bar.low = bar.close = run.open;
    bar.first = bar.last = run.first;
    held = &*slot->bars.insert(FirstNotBefore(slot->bars, bar.open_ns), Held{bar, false});
  }
  BarState& bar = held->bar;
  Rescale(&bar, sums.price_scale);
  const Int128 factor = PowerOfTen(sums.price_scale - run.price_scale);
  if (run.first <= bar.first) {
    bar.first = run.first;
    bar.open = run.open * factor;
  }
  if (run.last >= bar.last) {
    bar.last = run.last;
    bar.close = run.close * factor;
  }
  bar.high = std::max(bar.high, run.high * factor);
  bar.low = std::min(bar.low, run.low * factor);
  bar.volume = sums.volume;
  bar.notional = sums.notional;
  bar.size_scale = sums.size_scale;
  bar.trades += run.trades;
  bar.source = run.source;
  Touch(static_cast<size_t>(slot - slots_.data()), held);
  if (IsPastGrace(bar)) {
    ++bar.revision;
    result->finals.push_back(bar);
  } else {
    next_final_at_ns_ = std::min(next_final_at_ns_, bar.close_ns + options_.grace_ns);
  }
}

void BarBuilder::Advance(int64_t watermark_ns, AddResult* result) {
  if (watermark_ns <= watermark_ns_) return;
  watermark_ns_ = watermark_ns;
  if (watermark_ns_ >= next_final_at_ns_) FinalizeUpToWatermark(result);
}

void BarBuilder::FinalizeUpToWatermark(AddResult* result) {
  next_final_at_ns_ = std::numeric_limits<int64_t>::max();
  for (size_t i = 0; i < slots_.size(); ++i) {
    std::deque<Held>& bars = slots_[i].bars;
    auto open = bars.end();
    while (open != bars.begin() && !(open - 1)->bar.is_final()) --open;
    for (; open != bars.end() && IsPastGrace(open->bar); ++open) {
      open->bar.revision = 1;
      Touch(i, &*open);
      result->finals.push_back(open->bar);
    }
    if (open != bars.end()) next_final_at_ns_ = std::min(next_final_at_ns_, open->bar.close_ns + options_.grace_ns);
  }
}

void BarBuilder::Touch(size_t slot, Held* held) {
  if (held->touched) return;
  held->touched = true;
  touched_.emplace_back(slot, held->bar.open_ns);
}

void BarBuilder::TakeChanged(std::vector<BarState>* out) {
  for (const auto& [slot, open_ns] : touched_) {
    Held& held = *FirstNotBefore(slots_[slot].bars, open_ns);
    held.touched = false;
    out->push_back(held.bar);
  }
  touched_.clear();
  Forget();
}

void BarBuilder::Forget() {
  for (Slot& slot : slots_) {
    while (!slot.bars.empty() && slot.bars.front().bar.close_ns <= watermark_ns_ - options_.max_lateness_ns) {
      slot.bars.pop_front();
    }
  }
}

BuilderState BarBuilder::State() const {
  BuilderState state;
  state.watermark_ns = watermark_ns_;
  for (const Source& source : sources_) {
    state.sources.push_back({source.name, source.ids.highest(), source.ids.Runs()});
  }
  return state;
}

uint32_t BarBuilder::SourceIndex(std::string_view name) {
  for (size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].name == name) return static_cast<uint32_t>(i);
  }
  sources_.push_back(Source{std::string(name), IdWindow()});
  return static_cast<uint32_t>(sources_.size() - 1);
}

}  // namespace mib::market
