#pragma once

#include <optional>
#include <string>
#include <vector>

#include "changes.h"
#include "mib/market/v1/market.pb.h"
#include "mib/postgres/connection.h"

namespace mib::core_engine {

/// The columns of core_engine.bars in order, and the first of them, which the contract's Bar has, as a list for SELECT.
const std::vector<std::string>& BarColumns();
extern const char kBarFields[];

/// One row with BarColumns(); `fold` is NULL where there is none.
void AppendBarRow(const market::v1::Bar& bar, std::optional<std::string> fold, std::vector<postgres::Value>* out);
/// A row of kBarFields.
market::v1::Bar BarFromRow(const postgres::Result& rows, int row);

/// "symbol, kafka_partition, bid, ..." of core_engine.quotes.
extern const char kQuoteFields[];
std::vector<postgres::Value> QuoteRow(const QuoteChange& change);
QuoteChange QuoteFromRow(const postgres::Result& rows, int row);

/// "symbol, name, ..." of core_engine.instruments.
extern const char kInstrumentFields[];
std::vector<postgres::Value> InstrumentRow(const market::v1::Instrument& instrument);
market::v1::Instrument InstrumentFromRow(const postgres::Result& rows, int row);

}  // namespace mib::core_engine
