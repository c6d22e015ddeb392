#pragma once

#include <string>
#include <vector>

#include "mib/base/time.h"
#include "mib/kafka/record.h"
#include "mib/market/proto.h"
#include "mib/market/v1/market.pb.h"
#include "rule.h"

namespace mib::notification {

inline absl::Time Day(int n) { return *ParseTime("2024-01-01") + absl::Hours(24 * n); }

/// A final daily bar of AAPL.
inline market::v1::Bar DailyBar(int day, const std::string& close, const std::string& symbol = "AAPL") {
  market::v1::Bar bar;
  bar.set_symbol(symbol);
  bar.set_interval("1d");
  *bar.mutable_open_time() = market::ToProto(Day(day));
  *bar.mutable_close() = market::ToProto(*Decimal::Parse(close));
  bar.set_is_final(true);
  bar.set_revision(1);
  return bar;
}

inline kafka::TopicPartition BarsPartition(int32_t partition = 0) { return {"mib.market.bars.v1", partition}; }

inline kafka::ConsumedRecord RecordOf(const market::v1::Bar& bar, int64_t offset, int32_t partition = 0) {
  kafka::ConsumedRecord record;
  record.source = BarsPartition(partition);
  record.offset = offset;
  record.key = bar.symbol();
  record.value = bar.SerializeAsString();
  return record;
}

/// Bars of consecutive days with these closes, at offsets from `first_offset` on.
inline std::vector<kafka::ConsumedRecord> RecordsOf(const std::vector<std::string>& closes, int first_day = 0,
                                                    int64_t first_offset = 0) {
  std::vector<kafka::ConsumedRecord> records;
  for (size_t i = 0; i < closes.size(); ++i) {
    records.push_back(
        RecordOf(DailyBar(first_day + static_cast<int>(i), closes[i]), first_offset + static_cast<int64_t>(i)));
  }
  return records;
}

inline v1::Condition PriceCondition(const std::string& op, const std::string& threshold) {
  v1::Condition condition;
  condition.set_kind("price");
  condition.set_op(op);
  condition.set_threshold(threshold);
  return condition;
}

inline v1::Condition IndicatorCondition(const std::string& op, const std::string& name, int period) {
  v1::Condition condition;
  condition.set_kind("indicator");
  condition.set_op(op);
  condition.mutable_left()->set_name(name);
  (*condition.mutable_left()->mutable_params())["period"] = period;
  return condition;
}

inline Rule RuleOf(const std::string& id, const v1::Condition& condition) {
  return {.id = id,
          .owner_id = "alice",
          .name = "rule " + id,
          .series = {"AAPL", market::Interval::k1d},
          .condition = condition,
          .severity = "info",
          .cooldown = absl::ZeroDuration(),
          .created_at = Day(0),
          .updated_at = Day(0),
          .channels = {}};
}

}  // namespace mib::notification
