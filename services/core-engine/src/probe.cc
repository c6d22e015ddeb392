#include "probe.h"

#include "mib/market/interval.h"

namespace mib::core_engine {

Probe::Probe(telemetry::Metrics& metrics)
    : trades(metrics.Counter("mib_core_engine_trades_total", "Trades taken into bars.")),
      duplicates(
          metrics.Counter("mib_core_engine_duplicates_total", "Trades dropped because their id was seen before.")),
      late_trades(metrics.Counter("mib_core_engine_late_trades_total", "Trades that revised a final bar.")),
      too_late(metrics.Counter("mib_core_engine_too_late_total", "Trades too far behind to change a bar.")),
      flush_failures(
          metrics.Counter("mib_core_engine_flush_failures_total", "Transactions that failed and are tried again.")),
      fenced(metrics.Counter("mib_core_engine_fenced_total",
                             "Times the state was dropped because another process had gone on.")),
      redis_failures(metrics.Counter("mib_core_engine_redis_failures_total", "Quotes that could not be cached.")),
      flush_duration(metrics.Histogram("mib_core_engine_flush_duration_seconds",
                                       "From the start of a transaction to its commit.")),
      lag_records(
          metrics.Gauge("mib_core_engine_lag_records", "Records not read yet, over all partitions of this process.")),
      open_series(metrics.Gauge("mib_core_engine_open_series", "Instruments whose bars are being built.")) {
  for (int i = 0; i < market::kIntervalCount; ++i) {
    const std::string interval(market::Name(static_cast<market::Interval>(i)));
    bars_published_[interval] =
        &metrics.Counter("mib_core_engine_bars_published_total", "Bars sent to their topic, open ones included.",
                         {{"interval", interval}});
  }
  for (const char* reason : {"undecodable", "symbol", "bar", "tick", "too_late", "future", "trade", "other"}) {
    dead_letters_[reason] = &metrics.Counter("mib_core_engine_dead_letters_total",
                                             "Records or rows that could not be used.", {{"reason", reason}});
  }
}

prometheus::Counter& Probe::BarsPublished(std::string_view interval) {
  const auto found = bars_published_.find(interval);
  return found == bars_published_.end() ? *bars_published_.at("1s") : *found->second;
}

prometheus::Counter& Probe::DeadLetters(std::string_view reason) {
  const auto found = dead_letters_.find(reason);
  return found == dead_letters_.end() ? *dead_letters_.at("other") : *found->second;
}

}  // namespace mib::core_engine
