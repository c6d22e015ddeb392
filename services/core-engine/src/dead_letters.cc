#include "dead_letters.h"

#include <fmt/format.h>

#include "mib/base/ids.h"
#include "mib/market/proto.h"

namespace mib::core_engine {

events::v1::DeadLetter MakeDeadLetter(const kafka::ConsumedRecord& record, std::string_view part,
                                      std::string_view symbol, std::string_view reason, std::string payload,
                                      absl::Time now) {
  const std::string origin = fmt::format("{}/{}/{}", record.source.topic, record.source.partition, record.offset);
  events::v1::DeadLetter letter;
  letter.set_id(DerivedUuid(fmt::format("core-engine/{}/{}", origin, part)));
  letter.set_origin(origin);
  letter.set_symbol(std::string(symbol));
  letter.set_reason(part.empty() ? std::string(reason) : fmt::format("{}: {}", part, reason));
  letter.set_payload(std::move(payload));
  *letter.mutable_refused_at() = market::ToProto(now);
  letter.set_service("core-engine");
  return letter;
}

events::v1::TradeBatch SingleRow(const events::v1::TradeBatch& batch, const market::TradeColumns& columns, size_t row) {
  events::v1::TradeBatch single;
  single.set_symbol(batch.symbol());
  single.set_source(batch.source());
  single.set_price_scale(batch.price_scale());
  single.set_size_scale(batch.size_scale());
  single.set_base_time_ns(columns.time_ns[row]);
  single.set_base_trade_id(columns.id[row]);
  single.add_time_delta_ns(0);
  single.add_trade_id_delta(0);
  single.add_price(columns.price[row]);
  single.add_size(columns.size[row]);
  single.set_side(std::string(1, static_cast<char>(columns.side[row])));
  return single;
}

}  // namespace mib::core_engine
