#include "bar_rows.h"

#include <array>

#include "mib/market/proto.h"

namespace mib::core_engine {
namespace {

using postgres::Value;

/// Numbers in messages were checked when they came in.
Value Numeric(const market::v1::Decimal& value) {
  const absl::StatusOr<Decimal> number = market::FromProto(value);
  return number.ok() ? Value(*number) : Value(nullptr);
}

market::v1::Decimal ReadNumeric(const postgres::Result& rows, int row, int column) {
  return market::ToProto(rows.Numeric(row, column).Normalized());
}

/// The optional numbers of a quote, in the order of their columns.
struct QuoteNumber {
  bool (market::v1::Quote::*has)() const;
  const market::v1::Decimal& (market::v1::Quote::*get)() const;
  market::v1::Decimal* (market::v1::Quote::*edit)();
};
using market::v1::Quote;
constexpr std::array<QuoteNumber, 6> kQuoteNumbers = {{
    {&Quote::has_bid, &Quote::bid, &Quote::mutable_bid},
    {&Quote::has_ask, &Quote::ask, &Quote::mutable_ask},
    {&Quote::has_last, &Quote::last, &Quote::mutable_last},
    {&Quote::has_bid_size, &Quote::bid_size, &Quote::mutable_bid_size},
    {&Quote::has_ask_size, &Quote::ask_size, &Quote::mutable_ask_size},
    {&Quote::has_last_size, &Quote::last_size, &Quote::mutable_last_size},
}};

}  // namespace

const char kBarFields[] =
    "symbol, interval, open_time, open, high, low, close, volume, vwap, trades, revision, is_final, origin, source";
const char kQuoteFields[] = "symbol, kafka_partition, bid, ask, last, bid_size, ask_size, last_size, time_ns, source";
const char kInstrumentFields[] = "symbol, name, asset_class, venue, currency, is_active";

const std::vector<std::string>& BarColumns() {
  static const std::vector<std::string> columns = {"symbol",   "interval", "open_time", "open",   "high",
                                                   "low",      "close",    "volume",    "vwap",   "trades",
                                                   "revision", "is_final", "origin",    "source", "fold"};
  return columns;
}

void AppendBarRow(const market::v1::Bar& bar, std::optional<std::string> fold, std::vector<Value>* out) {
  out->emplace_back(bar.symbol());
  out->emplace_back(bar.interval());
  out->emplace_back(market::FromProto(bar.open_time()));
  out->push_back(Numeric(bar.open()));
  out->push_back(Numeric(bar.high()));
  out->push_back(Numeric(bar.low()));
  out->push_back(Numeric(bar.close()));
  out->push_back(Numeric(bar.volume()));
  out->push_back(bar.has_vwap() ? Numeric(bar.vwap()) : Value(nullptr));
  out->emplace_back(static_cast<int64_t>(bar.trades()));
  out->emplace_back(int64_t{bar.revision()});
  out->emplace_back(bar.is_final());
  out->emplace_back(market::v1::BarOrigin_Name(bar.origin()));
  out->emplace_back(bar.source());
  if (fold) {
    out->emplace_back(postgres::Bytes{*std::move(fold)});
  } else {
    out->emplace_back(nullptr);
  }
}

market::v1::Bar BarFromRow(const postgres::Result& rows, int row) {
  market::v1::Bar bar;
  bar.set_symbol(rows.Text(row, 0));
  bar.set_interval(rows.Text(row, 1));
  *bar.mutable_open_time() = market::ToProto(rows.Time(row, 2));
  *bar.mutable_open() = ReadNumeric(rows, row, 3);
  *bar.mutable_high() = ReadNumeric(rows, row, 4);
  *bar.mutable_low() = ReadNumeric(rows, row, 5);
  *bar.mutable_close() = ReadNumeric(rows, row, 6);
  *bar.mutable_volume() = ReadNumeric(rows, row, 7);
  if (!rows.IsNull(row, 8)) *bar.mutable_vwap() = ReadNumeric(rows, row, 8);
  bar.set_trades(static_cast<uint64_t>(rows.Int64(row, 9)));
  bar.set_revision(static_cast<uint32_t>(rows.Int64(row, 10)));
  bar.set_is_final(rows.Bool(row, 11));
  market::v1::BarOrigin origin = market::v1::BAR_ORIGIN_UNSPECIFIED;
  market::v1::BarOrigin_Parse(rows.Text(row, 12), &origin);
  bar.set_origin(origin);
  bar.set_source(rows.Text(row, 13));
  return bar;
}

std::vector<Value> QuoteRow(const QuoteChange& change) {
  std::vector<Value> row = {change.quote.symbol(), change.partition};
  for (const QuoteNumber& number : kQuoteNumbers) {
    row.push_back((change.quote.*number.has)() ? Numeric((change.quote.*number.get)()) : Value(nullptr));
  }
  row.emplace_back(absl::ToUnixNanos(market::FromProto(change.quote.timestamp())));
  row.emplace_back(change.quote.source());
  return row;
}

QuoteChange QuoteFromRow(const postgres::Result& rows, int row) {
  QuoteChange change;
  change.quote.set_symbol(rows.Text(row, 0));
  change.partition = static_cast<int32_t>(rows.Int64(row, 1));
  for (size_t i = 0; i < kQuoteNumbers.size(); ++i) {
    const int column = static_cast<int>(i) + 2;
    if (!rows.IsNull(row, column)) *(change.quote.*kQuoteNumbers[i].edit)() = ReadNumeric(rows, row, column);
  }
  *change.quote.mutable_timestamp() = market::ToProto(absl::FromUnixNanos(rows.Int64(row, 8)));
  change.quote.set_source(rows.Text(row, 9));
  return change;
}

std::vector<Value> InstrumentRow(const market::v1::Instrument& instrument) {
  return {instrument.symbol(), instrument.name(),     market::v1::AssetClass_Name(instrument.asset_class()),
          instrument.venue(),  instrument.currency(), instrument.is_active()};
}

market::v1::Instrument InstrumentFromRow(const postgres::Result& rows, int row) {
  market::v1::Instrument instrument;
  instrument.set_symbol(rows.Text(row, 0));
  instrument.set_name(rows.Text(row, 1));
  market::v1::AssetClass asset_class = market::v1::ASSET_CLASS_UNSPECIFIED;
  market::v1::AssetClass_Parse(rows.Text(row, 2), &asset_class);
  instrument.set_asset_class(asset_class);
  instrument.set_venue(rows.Text(row, 3));
  instrument.set_currency(rows.Text(row, 4));
  instrument.set_is_active(rows.Bool(row, 5));
  return instrument;
}

}  // namespace mib::core_engine
