#include "engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "bar_checks.h"
#include "dead_letters.h"
#include "mib/base/status.h"
#include "mib/market/proto.h"
#include "topics.h"

namespace mib::core_engine {
namespace {

using market::Interval;

std::string_view MetricOf(std::string_view refusal) {
  if (refusal == "too late") return "too_late";
  return refusal == "in the future" ? "future" : "trade";
}

absl::Status CheckOrigin(std::string_view symbol, std::string_view source, const kafka::ConsumedRecord& record) {
  RETURN_IF_ERROR(CheckSymbol(symbol, record.key));
  if (source.empty()) return absl::InvalidArgumentError("source is empty");
  return CheckText("source", source);
}

absl::Status CheckInstrument(const market::v1::Instrument& instrument, std::string_view symbol) {
  if (instrument.symbol() != symbol) return absl::InvalidArgumentError("instrument.symbol is another symbol");
  RETURN_IF_ERROR(CheckText("instrument.name", instrument.name()));
  RETURN_IF_ERROR(CheckText("instrument.venue", instrument.venue()));
  return CheckText("instrument.currency", instrument.currency());
}

BarKey KeyOf(const market::v1::Bar& bar) { return {bar.symbol(), bar.interval(), bar.open_time().seconds()}; }

}  // namespace

market::BarOptions TradeBarOptions(int64_t grace_ns, int64_t max_lateness_ns) {
  market::BarOptions options;
  options.intervals = {Interval::k1s, Interval::k1m, Interval::k5m, Interval::k15m, Interval::k1h, Interval::k1d};
  options.grace_ns = grace_ns;
  options.max_lateness_ns = max_lateness_ns;
  return options;
}

Engine::Engine(const EngineOptions& options, QuoteBook& quotes, InstrumentBook& instruments, Clock& clock, Probe& probe)
    : options_(options), quotes_(quotes), instruments_(instruments), clock_(clock), probe_(probe) {}

void Engine::Apply(const kafka::ConsumedRecord& record) {
  if (record.source.topic == TradesTopic()) return ApplyTrades(record);
  if (record.source.topic == TicksTopic()) return ApplyTick(record);
  ApplyProviderBars(record);
}

void Engine::ApplyTrades(const kafka::ConsumedRecord& record) {
  events::v1::TradeBatch batch;
  if (!batch.ParseFromString(record.value)) {
    return Refuse(record, "undecodable", absl::InvalidArgumentError("not a TradeBatch"));
  }
  if (absl::Status status = CheckOrigin(batch.symbol(), batch.source(), record); !status.ok()) {
    return Refuse(record, "symbol", status);
  }
  if (absl::Status status = market::Decode(batch, &columns_); !status.ok()) {
    return Refuse(record, "undecodable", status, batch.symbol());
  }
  Series& series = SeriesOf(batch.symbol(), record.source.partition);
  series.changed = true;
  result_.Clear();
  series.builder.Add(batch.source(), columns_, LatestTime(record), &result_);
  TakeOutcome(record, batch, series);
  QuoteNewestTrade(record, batch);
}

void Engine::TakeOutcome(const kafka::ConsumedRecord& record, const events::v1::TradeBatch& batch,
                         const Series& series) {
  probe_.trades.Increment(static_cast<double>(result_.accepted));
  probe_.duplicates.Increment(static_cast<double>(result_.duplicates));
  probe_.late_trades.Increment(static_cast<double>(result_.late));
  for (const market::BarState& bar : result_.finals) {
    changes_.finals.push_back(market::ToProto(bar, batch.symbol(), series.builder.SourceName(bar.source)));
  }
  for (const market::Refusal& refusal : result_.refusals) {
    const std::string_view metric = MetricOf(refusal.reason);
    if (metric == "too_late") probe_.too_late.Increment();
    Refuse(record, metric, fmt::format("row {}", refusal.first_row), batch.symbol(), refusal.reason,
           refusal.trades == 1 ? SingleRow(batch, columns_, refusal.first_row).SerializeAsString() : record.value);
  }
  if (result_.accepted > 0) See(batch.symbol(), batch.source());
}

void Engine::QuoteNewestTrade(const kafka::ConsumedRecord& record, const events::v1::TradeBatch& batch) {
  const int64_t latest = LatestTime(record);
  std::optional<size_t> newest;
  for (size_t row = 0; row < columns_.rows(); ++row) {
    if (columns_.price[row] <= 0 || columns_.size[row] <= 0 || columns_.time_ns[row] > latest) continue;
    if (!newest || market::TradeKey{columns_.time_ns[row], columns_.id[row]} >
                       market::TradeKey{columns_.time_ns[*newest], columns_.id[*newest]}) {
      newest = row;
    }
  }
  if (!newest || columns_.time_ns[*newest] <= 0) return;
  quotes_.ApplyTrade(record.source.partition, batch.symbol(), batch.source(), columns_.time_ns[*newest],
                     Decimal(columns_.price[*newest], columns_.price_scale),
                     Decimal(columns_.size[*newest], columns_.size_scale));
}

void Engine::ApplyTick(const kafka::ConsumedRecord& record) {
  events::v1::QuoteTick tick;
  if (!tick.ParseFromString(record.value)) {
    return Refuse(record, "undecodable", absl::InvalidArgumentError("not a QuoteTick"));
  }
  if (absl::Status status = CheckOrigin(tick.symbol(), tick.source(), record); !status.ok()) {
    return Refuse(record, "symbol", status);
  }
  if (absl::Status status = CheckTick(tick, LatestTime(record)); !status.ok()) {
    return Refuse(record, "tick", status, tick.symbol());
  }
  See(tick.symbol(), tick.source());
  quotes_.ApplyTick(record.source.partition, tick);
}

void Engine::ApplyProviderBars(const kafka::ConsumedRecord& record) {
  events::v1::ProviderBars told;
  if (!told.ParseFromString(record.value)) {
    return Refuse(record, "undecodable", absl::InvalidArgumentError("not ProviderBars"));
  }
  absl::Status status = CheckOrigin(told.symbol(), told.source(), record);
  if (status.ok() && told.has_instrument()) status = CheckInstrument(told.instrument(), told.symbol());
  if (!status.ok()) return Refuse(record, "symbol", status);
  const std::optional<Interval> interval = market::ParseInterval(told.interval());
  if (!interval || market::Name(*interval) != told.interval()) {
    return Refuse(record, "bar", absl::InvalidArgumentError("interval is not one that is stored"), told.symbol());
  }
  if (!told.has_instrument()) {
    See(told.symbol(), told.source());
  } else if (instruments_.Describe(told.instrument())) {
    changes_.described_instruments[told.symbol()] = told.instrument();
  }
  const market::v1::Bar* newest = TakeBars(record, &told, *interval);
  if (newest == nullptr) return;
  // A bar that is told before it closes must not put the quote into the future, where no trade could renew it.
  const int64_t open_ns = absl::ToUnixNanos(market::FromProto(newest->open_time()));
  quotes_.ApplyClose(record.source.partition, *newest,
                     std::min(market::NextOpenTime(*interval, open_ns), RecordTime(record)));
}

const market::v1::Bar* Engine::TakeBars(const kafka::ConsumedRecord& record, events::v1::ProviderBars* told,
                                        Interval interval) {
  const market::v1::Bar* newest = nullptr;
  for (int i = 0; i < told->bars_size(); ++i) {
    market::v1::Bar& bar = *told->mutable_bars(i);
    if (absl::Status status = CheckProviderBar(bar, interval, LatestTime(record)); !status.ok()) {
      Refuse(record, "bar", fmt::format("bar {}", i), told->symbol(), MessageOf(status), bar.SerializeAsString());
      continue;
    }
    bar.set_symbol(told->symbol());
    bar.set_interval(told->interval());
    bar.set_source(told->source());
    bar.set_origin(market::v1::PROVIDER);
    bar.set_is_final(true);
    bar.set_revision(1);
    changes_.provider_bars[KeyOf(bar)] = bar;
    if (newest == nullptr || bar.open_time().seconds() > newest->open_time().seconds()) newest = &bar;
  }
  return newest;
}

Changes Engine::TakeChanges() {
  std::vector<market::BarState> bars;
  for (auto& [symbol, series] : series_) {
    if (!series.changed) continue;
    series.changed = false;
    bars.clear();
    series.builder.TakeChanged(&bars);
    for (const market::BarState& bar : bars) {
      changes_.trade_bars.push_back({market::ToProto(bar, symbol, series.builder.SourceName(bar.source)), bar});
    }
    changes_.series.push_back({symbol, series.partition, series.builder.State(),
                               series.builder.watermark_ns() - options_.bars.max_lateness_ns});
  }
  changes_.quotes = quotes_.TakeChanged();
  probe_.open_series.Set(static_cast<double>(series_.size()));
  Changes taken;
  std::swap(taken, changes_);
  return taken;
}

void Engine::Load(const Snapshot& snapshot) {
  for (const Snapshot::Series& series : snapshot.series) {
    series_.insert_or_assign(
        series.symbol, Series{series.partition, market::BarBuilder(options_.bars, series.state, series.bars), false});
  }
  quotes_.Load(snapshot.quotes);
}

void Engine::Clear(const Changes& dropped) {
  series_.clear();
  quotes_.Clear();
  Changes kept;
  kept.described_instruments = std::move(changes_.described_instruments);
  kept.seen_instruments = std::move(changes_.seen_instruments);
  kept.described_instruments.insert(dropped.described_instruments.begin(), dropped.described_instruments.end());
  kept.seen_instruments.insert(dropped.seen_instruments.begin(), dropped.seen_instruments.end());
  changes_ = std::move(kept);
}

Engine::Series& Engine::SeriesOf(const std::string& symbol, int32_t partition) {
  const auto found = series_.find(symbol);
  if (found != series_.end()) return found->second;
  return series_.emplace(symbol, Series{partition, market::BarBuilder(options_.bars), false}).first->second;
}

void Engine::See(const std::string& symbol, const std::string& source) {
  if (!instruments_.See(symbol, source)) return;
  changes_.seen_instruments[symbol] = *instruments_.Find(symbol);
}

void Engine::Refuse(const kafka::ConsumedRecord& record, std::string_view metric, std::string_view part,
                    std::string_view symbol, std::string_view reason, std::string payload) {
  probe_.DeadLetters(metric).Increment();
  changes_.dead_letters.push_back(MakeDeadLetter(record, part, symbol, reason, std::move(payload), clock_.Now()));
}

void Engine::Refuse(const kafka::ConsumedRecord& record, std::string_view metric, const absl::Status& status,
                    std::string_view symbol) {
  Refuse(record, metric, "", symbol, MessageOf(status), record.value);
}

int64_t Engine::RecordTime(const kafka::ConsumedRecord& record) const {
  const int64_t told = absl::ToUnixNanos(record.timestamp);
  // A broker may keep no time.
  return told > 0 && record.timestamp != absl::InfiniteFuture() ? told : absl::ToUnixNanos(clock_.Now());
}

}  // namespace mib::core_engine
