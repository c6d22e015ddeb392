#include "venues/coinbase/parse.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "fmt/format.h"
#include "json.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::coinbase {
namespace {

namespace json = ingestion::json;
using ingestion::BarRow;
using ingestion::RefusedRow;
using ingestion::Rows;

// The text of the fields we know; empty where a field is absent or null.
struct RawFrame {
  std::string type, product_id, trade_id, last_trade_id, sequence, time, side, price, size;
  std::string last_size, best_bid, best_bid_size, best_ask, best_ask_size, message, reason;
};

constexpr std::array<std::pair<std::string_view, std::string RawFrame::*>, 16> kFrameFields{{
    {"type", &RawFrame::type},
    {"product_id", &RawFrame::product_id},
    {"trade_id", &RawFrame::trade_id},
    {"last_trade_id", &RawFrame::last_trade_id},
    {"sequence", &RawFrame::sequence},
    {"time", &RawFrame::time},
    {"side", &RawFrame::side},
    {"price", &RawFrame::price},
    {"size", &RawFrame::size},
    {"last_size", &RawFrame::last_size},
    {"best_bid", &RawFrame::best_bid},
    {"best_bid_size", &RawFrame::best_bid_size},
    {"best_ask", &RawFrame::best_ask},
    {"best_ask_size", &RawFrame::best_ask_size},
    {"message", &RawFrame::message},
    {"reason", &RawFrame::reason},
}};

absl::Status Wrong(std::string_view field, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{} {}", field, what));
}

absl::StatusOr<RawFrame> ReadFields(json::Object& object) {
  RawFrame raw;
  RETURN_IF_ERROR(json::ForEachField(object, [&raw](std::string_view key, json::Value value) -> absl::Status {
    const auto known =
        std::find_if(kFrameFields.begin(), kFrameFields.end(), [key](const auto& field) { return field.first == key; });
    if (known == kFrameFields.end()) return absl::OkStatus();
    absl::StatusOr<std::string> text = json::Text(value);
    if (!text.ok()) return Wrong(known->first, fmt::format("is {}", MessageOf(text.status())));
    raw.*(known->second) = *std::move(text);
    return absl::OkStatus();
  }));
  return raw;
}

absl::StatusOr<uint64_t> ReadId(std::string_view field, std::string_view text) {
  // Differences between ids travel as signed numbers.
  constexpr uint64_t kMax = uint64_t{1} << 62;
  uint64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty()) return Wrong(field, "is missing");
  if (error != std::errc() || end != text.data() + text.size() || id > kMax) {
    return Wrong(field, fmt::format("'{:.40}' is not a whole number", text));
  }
  return id;
}

absl::StatusOr<Decimal> ReadDecimal(std::string_view field, std::string_view text) {
  if (text.empty()) return Wrong(field, "is missing");
  absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok()) return Wrong(field, fmt::format("'{:.40}' is not a number", text));
  return *value;
}

absl::StatusOr<std::optional<Decimal>> ReadOptional(std::string_view field, std::string_view text) {
  if (text.empty()) return std::optional<Decimal>();
  ASSIGN_OR_RETURN(const Decimal value, ReadDecimal(field, text));
  return std::optional<Decimal>(value);
}

absl::StatusOr<int64_t> ReadTime(std::string_view field, std::string_view text) {
  if (text.empty()) return Wrong(field, "is missing");
  absl::StatusOr<absl::Time> time = ParseTime(text);
  if (!time.ok()) return Wrong(field, fmt::format("'{:.40}' is not a time", text));
  return ToNanos(*time);
}

absl::StatusOr<std::string> ReadProduct(const RawFrame& raw) {
  if (raw.product_id.empty()) return Wrong("product_id", "is missing");
  return raw.product_id;
}

absl::StatusOr<market::Side> ReadTakerSide(std::string_view maker_side) {
  if (maker_side == "buy") return market::Side::kSell;
  if (maker_side == "sell") return market::Side::kBuy;
  return Wrong("side", fmt::format("'{:.40}' is neither buy nor sell", maker_side));
}

absl::StatusOr<market::Trade> ReadTrade(const RawFrame& raw) {
  market::Trade trade;
  ASSIGN_OR_RETURN(trade.id, ReadId("trade_id", raw.trade_id));
  if (trade.id == 0) return Wrong("trade_id", "is 0");
  ASSIGN_OR_RETURN(trade.time_ns, ReadTime("time", raw.time));
  ASSIGN_OR_RETURN(trade.price, ReadDecimal("price", raw.price));
  ASSIGN_OR_RETURN(trade.size, ReadDecimal("size", raw.size));
  ASSIGN_OR_RETURN(trade.side, ReadTakerSide(raw.side));
  return trade;
}

absl::StatusOr<Frame> ReadMatch(const RawFrame& raw) {
  Match match;
  match.last = raw.type == "last_match";
  ASSIGN_OR_RETURN(match.product, ReadProduct(raw));
  ASSIGN_OR_RETURN(match.trade, ReadTrade(raw));
  return match;
}

absl::StatusOr<Frame> ReadTicker(const RawFrame& raw) {
  Ticker ticker;
  ASSIGN_OR_RETURN(ticker.product, ReadProduct(raw));
  ASSIGN_OR_RETURN(ticker.time_ns, ReadTime("time", raw.time));
  ASSIGN_OR_RETURN(ticker.sequence, ReadId("sequence", raw.sequence));
  ASSIGN_OR_RETURN(ticker.price, ReadDecimal("price", raw.price));
  ASSIGN_OR_RETURN(ticker.last_size, ReadOptional("last_size", raw.last_size));
  ASSIGN_OR_RETURN(ticker.bid, ReadOptional("best_bid", raw.best_bid));
  ASSIGN_OR_RETURN(ticker.bid_size, ReadOptional("best_bid_size", raw.best_bid_size));
  ASSIGN_OR_RETURN(ticker.ask, ReadOptional("best_ask", raw.best_ask));
  ASSIGN_OR_RETURN(ticker.ask_size, ReadOptional("best_ask_size", raw.best_ask_size));
  return ticker;
}

absl::StatusOr<Frame> ReadHeartbeat(const RawFrame& raw) {
  Heartbeat heartbeat;
  ASSIGN_OR_RETURN(heartbeat.product, ReadProduct(raw));
  ASSIGN_OR_RETURN(heartbeat.time_ns, ReadTime("time", raw.time));
  ASSIGN_OR_RETURN(heartbeat.last_trade_id, ReadId("last_trade_id", raw.last_trade_id));
  return heartbeat;
}

absl::StatusOr<Frame> ToFrame(const RawFrame& raw) {
  if (raw.type == "match" || raw.type == "last_match") return ReadMatch(raw);
  if (raw.type == "ticker") return ReadTicker(raw);
  if (raw.type == "heartbeat") return ReadHeartbeat(raw);
  if (raw.type == "subscriptions") return Subscribed{};
  if (raw.type == "error") {
    return Refusal{raw.reason.empty() ? raw.message : fmt::format("{}: {}", raw.message, raw.reason)};
  }
  if (raw.type.empty()) return Wrong("type", "is missing");
  return Ignored{raw.type};
}

// The text of a candle: time s, low, high, open, close, volume.
using Cells = std::vector<std::string>;

absl::StatusOr<Cells> ReadCells(json::Value value) {
  json::Array array;
  if (auto error = value.get_array().get(array)) return json::Malformed(error);
  Cells cells;
  RETURN_IF_ERROR(json::ForEachElement(array, [&cells](json::Value cell) -> absl::Status {
    ASSIGN_OR_RETURN(std::string text, json::Text(cell));
    cells.push_back(std::move(text));
    return absl::OkStatus();
  }));
  return cells;
}

absl::StatusOr<BarRow> ReadCandle(const Cells& cells) {
  if (cells.size() != 6) return absl::InvalidArgumentError(fmt::format("row has {} values, not 6", cells.size()));
  constexpr int64_t kNanosPerSecond = 1'000'000'000;
  BarRow bar;
  ASSIGN_OR_RETURN(const uint64_t seconds, ReadId("time", cells[0]));
  if (seconds > static_cast<uint64_t>(INT64_MAX / kNanosPerSecond)) return Wrong("time", "is out of range");
  bar.open_ns = static_cast<int64_t>(seconds) * kNanosPerSecond;
  ASSIGN_OR_RETURN(bar.low, ReadDecimal("low", cells[1]));
  ASSIGN_OR_RETURN(bar.high, ReadDecimal("high", cells[2]));
  ASSIGN_OR_RETURN(bar.open, ReadDecimal("open", cells[3]));
  ASSIGN_OR_RETURN(bar.close, ReadDecimal("close", cells[4]));
  ASSIGN_OR_RETURN(bar.volume, ReadDecimal("volume", cells[5]));
  return bar;
}

absl::StatusOr<RawFrame> ReadObject(json::Value value) {
  json::Object object;
  if (auto error = value.get_object().get(object)) return json::Malformed(error);
  return ReadFields(object);
}

std::string Describe(const Cells& cells) { return fmt::format("[{}]", fmt::join(cells, ",")); }

std::string Describe(const RawFrame& raw) {
  return fmt::format(R"({{"trade_id":"{}","time":"{}","price":"{}","size":"{}","side":"{}"}})", raw.trade_id, raw.time,
                     raw.price, raw.size, raw.side);
}

// An array whose elements are rows: what is JSON but no row is refused, the others are kept.
template <typename Row, typename Raw>
absl::StatusOr<Rows<Row>> ReadRows(std::string_view body, absl::StatusOr<Raw> (*read_raw)(json::Value),
                                   absl::StatusOr<Row> (*read_row)(const Raw&)) {
  Rows<Row> rows;
  RETURN_IF_ERROR(json::Parse(body, [&](json::Document& document) -> absl::Status {
    json::Array array;
    if (auto error = document.get_array().get(array)) return json::Malformed(error);
    return json::ForEachElement(array, [&](json::Value value) -> absl::Status {
      const absl::StatusOr<Raw> raw = read_raw(value);
      absl::StatusOr<Row> row = raw.ok() ? read_row(*raw) : raw.status();
      if (row.ok()) {
        rows.good.push_back(*std::move(row));
      } else {
        rows.refused.push_back(RefusedRow{raw.ok() ? Describe(*raw) : "", MessageOf(row.status())});
      }
      return absl::OkStatus();
    });
  }));
  return rows;
}

}  // namespace

absl::StatusOr<Frame> ParseFrame(std::string_view text) {
  absl::StatusOr<Frame> frame = absl::InternalError("not read");
  RETURN_IF_ERROR(json::Parse(text, [&frame](json::Document& document) -> absl::Status {
    json::Object object;
    if (auto error = document.get_object().get(object)) return json::Malformed(error);
    ASSIGN_OR_RETURN(const RawFrame raw, ReadFields(object));
    frame = ToFrame(raw);
    return frame.status();
  }));
  return frame;
}

absl::StatusOr<Rows<market::Trade>> ParseTrades(std::string_view body) {
  return ReadRows<market::Trade, RawFrame>(body, ReadObject, ReadTrade);
}

absl::StatusOr<Rows<BarRow>> ParseCandles(std::string_view body) {
  absl::StatusOr<Rows<BarRow>> rows = ReadRows<BarRow, Cells>(body, ReadCells, ReadCandle);
  if (rows.ok()) std::ranges::sort(rows->good, {}, &BarRow::open_ns);
  return rows;
}

std::string SubscribeMessage(const std::vector<std::string>& products) {
  return fmt::format(R"({{"type":"subscribe","product_ids":["{}"],"channels":["matches","ticker","heartbeat"]}})",
                     fmt::join(products, R"(",")"));
}

}  // namespace mib::coinbase
