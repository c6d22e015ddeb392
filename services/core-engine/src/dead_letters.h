#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "mib/events/v1/dead_letter.pb.h"
#include "mib/kafka/record.h"
#include "mib/market/trade_columns.h"

namespace mib::core_engine {

/// A record, or the part of it that `part` numbers (a row, a bar), that could not be used. The id follows from the
/// place alone: refused again, it is the same dead letter.
events::v1::DeadLetter MakeDeadLetter(const kafka::ConsumedRecord& record, std::string_view part,
                                      std::string_view symbol, std::string_view reason, std::string payload,
                                      absl::Time now);

/// One row of a batch as a batch of its own.
events::v1::TradeBatch SingleRow(const events::v1::TradeBatch& batch, const market::TradeColumns& columns, size_t row);

}  // namespace mib::core_engine
