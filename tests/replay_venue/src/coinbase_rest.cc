#include "coinbase_rest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "coinbase_messages.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::venue {
namespace {

constexpr size_t kMaxTrades = 1000;
constexpr int64_t kMaxCandles = 300;
constexpr std::array<int64_t, 6> kGranularities = {60, 300, 900, 3600, 21600, 86400};
constexpr uint64_t kNewest = std::numeric_limits<uint64_t>::max();

http::Response Json(int status, std::string body) {
  return {status, {{"Content-Type", "application/json; charset=utf-8"}}, std::move(body)};
}
http::Response Error(int status, std::string_view message) {
  return Json(status, fmt::format(R"({{"message":"{}"}})", message));
}

/// The number in `text`, `otherwise` for no text, nothing for something else.
std::optional<uint64_t> Number(const std::string& text, uint64_t otherwise) {
  if (text.empty()) return otherwise;
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

http::Response Products(const Market& market) {
  std::vector<std::string> products;
  for (const std::string& id : market.products()) products.push_back(ProductJson(id));
  return Json(200, fmt::format("[{}]", fmt::join(products, ",")));
}

// `after` asks for older trades, `before` for newer ones; neither includes the one it names.
http::Response Trades(const Market& market, const std::string& product, const Query& query) {
  const auto before = Number(ValueOf(query, "before"), 0);
  const auto after = Number(ValueOf(query, "after"), kNewest);
  const auto limit = Number(ValueOf(query, "limit"), kMaxTrades);
  if (!before || !after || !limit) return Error(400, "before, after and limit are numbers");
  if (*after == 0) return Json(200, "[]");
  const uint64_t last = *after == kNewest ? kNewest : *after - 1;
  const auto trades = market.Trades(product, *before + 1, last, std::min<size_t>(*limit, kMaxTrades));
  std::vector<std::string> rows;
  for (auto trade = trades.rbegin(); trade != trades.rend(); ++trade) rows.push_back(TradeJson(*trade));
  http::Response response = Json(200, fmt::format("[{}]", fmt::join(rows, ",")));
  if (!trades.empty()) {
    response.headers.emplace("CB-BEFORE", std::to_string(trades.back().id));
    response.headers.emplace("CB-AFTER", std::to_string(trades.front().id));
  }
  return response;
}

http::Response Candles(const Market& market, const std::string& product, const Query& query) {
  const auto granularity = Number(ValueOf(query, "granularity"), 60);
  if (!granularity || std::ranges::find(kGranularities, static_cast<int64_t>(*granularity)) == kGranularities.end()) {
    return Error(400, "Unsupported granularity");
  }
  const auto seconds = static_cast<int64_t>(*granularity);
  std::vector<Bar> bars = market.Candles(product, seconds);
  int64_t end = bars.empty() ? 0 : bars.back().open_ns;
  int64_t start = end - (kMaxCandles - 1) * seconds * kNanosPerSecond;
  if (query.contains("start") || query.contains("end")) {
    const auto from = ParseTime(ValueOf(query, "start"));
    const auto to = ParseTime(ValueOf(query, "end"));
    if (!from.ok() || !to.ok()) return Error(400, "start and end are times, and go together");
    start = ToNanos(*from);
    end = ToNanos(*to);
  }
  if ((end - start) / (seconds * kNanosPerSecond) + 1 > kMaxCandles) {
    return Error(400,
                 "granularity too small for the requested time range. Count of aggregations requested exceeds 300");
  }
  std::vector<std::string> rows;
  for (auto bar = bars.rbegin(); bar != bars.rend(); ++bar) {
    if (bar->open_ns >= start && bar->open_ns <= end) rows.push_back(CandleJson(*bar));
  }
  return Json(200, fmt::format("[{}]", fmt::join(rows, ",")));
}

}  // namespace

http::Response CoinbaseAnswer(const Market& market, const std::string& path, const Query& query) {
  if (path == "/products") return Products(market);
  constexpr std::string_view kPrefix = "/products/";
  const size_t slash = path.find('/', kPrefix.size());
  if (!path.starts_with(kPrefix) || slash == std::string::npos) return Error(404, "NotFound");
  const std::string product = path.substr(kPrefix.size(), slash - kPrefix.size());
  if (!market.Has(product)) return Error(404, "NotFound");
  const std::string what = path.substr(slash + 1);
  if (what == "trades") return Trades(market, product, query);
  if (what == "candles") return Candles(market, product, query);
  return Error(404, "NotFound");
}

}  // namespace mib::venue
