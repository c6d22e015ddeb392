#pragma once

// Records as ingestion writes them, and the values in them.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "mib/base/time.h"
#include "mib/events/v1/market_events.pb.h"
#include "mib/kafka/record.h"
#include "mib/market/proto.h"
#include "mib/market/trade_columns.h"
#include "topics.h"

namespace mib::core_engine {

inline int64_t At(std::string_view text) { return ToNanos(*ParseTime(text)); }
inline market::v1::Decimal Number(std::string_view text) { return market::ToProto(*Decimal::Parse(text)); }
inline std::string Text(const market::v1::Decimal& value) { return market::FromProto(value)->ToString(); }

inline market::Trade MakeTrade(uint64_t id, std::string_view time, std::string_view price, std::string_view size) {
  return {id, At(time), *Decimal::Parse(price), *Decimal::Parse(size), market::Side::kBuy};
}

template <typename Event>
kafka::ConsumedRecord MakeRecord(const Event& event, std::string_view recorded_at, int32_t partition = 0) {
  kafka::ConsumedRecord record;
  record.source = {kafka::TopicOf(event), partition};
  record.timestamp = *ParseTime(recorded_at);
  record.key = event.symbol();
  record.value = event.SerializeAsString();
  return record;
}

inline events::v1::TradeBatch MakeBatch(const std::string& symbol, const std::vector<market::Trade>& trades,
                                        int64_t watermark_ns = 0) {
  market::TradeBatchBuilder builder(symbol, "test");
  for (const market::Trade& trade : trades) (void)builder.Add(trade).value();
  builder.SetWatermark(watermark_ns);
  return builder.Take();
}

inline kafka::ConsumedRecord TradeRecord(const std::string& symbol, const std::vector<market::Trade>& trades,
                                         std::string_view recorded_at = "2024-01-15T10:10:00Z") {
  return MakeRecord(MakeBatch(symbol, trades), recorded_at);
}

inline market::v1::Bar MakeBar(std::string_view open_time, std::string_view open, std::string_view high,
                               std::string_view low, std::string_view close, std::string_view volume) {
  market::v1::Bar bar;
  *bar.mutable_open_time() = market::ToProto(*ParseTime(open_time));
  *bar.mutable_open() = Number(open);
  *bar.mutable_high() = Number(high);
  *bar.mutable_low() = Number(low);
  *bar.mutable_close() = Number(close);
  *bar.mutable_volume() = Number(volume);
  return bar;
}

inline events::v1::ProviderBars MakeProviderBars(const std::string& symbol, const std::string& interval,
                                                 const std::vector<market::v1::Bar>& bars) {
  events::v1::ProviderBars told;
  told.set_symbol(symbol);
  told.set_source("provider");
  told.set_interval(interval);
  for (const market::v1::Bar& bar : bars) *told.add_bars() = bar;
  return told;
}

}  // namespace mib::core_engine
