#include "venues/coinbase/rest.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "fmt/format.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/http/message.h"

namespace mib::coinbase {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;
// The venue refuses a range that holds more.
constexpr int64_t kMaxCandles = 300;

std::optional<int64_t> GranularitySeconds(market::Interval interval) {
  switch (interval) {
    case market::Interval::k1m:
      return 60;
    case market::Interval::k5m:
      return 300;
    case market::Interval::k15m:
      return 900;
    case market::Interval::k1h:
      return 3600;
    case market::Interval::k1d:
      return 86400;
    default:
      return std::nullopt;
  }
}

}  // namespace

absl::StatusOr<ingestion::Rows<market::Trade>> Rest::TradesBefore(std::string_view product, uint64_t before_id) {
  ASSIGN_OR_RETURN(const std::string body, client_.Get(fmt::format("{}/products/{}/trades?limit={}&after={}", base_url_,
                                                                   http::UrlEncode(product), kPageRows, before_id)));
  return ParseTrades(body);
}

absl::StatusOr<ingestion::BarPage> Rest::Fetch(const ingestion::BarRequest& request) {
  const std::optional<int64_t> seconds = GranularitySeconds(request.interval);
  if (!seconds) {
    return absl::InvalidArgumentError(fmt::format("coinbase has no candles of {}", market::Name(request.interval)));
  }
  ingestion::BarPage page;
  ASSIGN_OR_RETURN(page.instrument, Describe(request.symbol));
  const int64_t step = *seconds * kNanosPerSecond;
  const int64_t first = market::OpenTime(request.interval, request.from_ns + step - 1);
  page.next_ns = std::min(request.end_ns, first + kMaxCandles * step);
  if (first >= request.end_ns) return page;
  // The venue's range includes its end.
  const int64_t last = market::OpenTime(request.interval, page.next_ns - 1);
  ASSIGN_OR_RETURN(const std::string body,
                   client_.Get(fmt::format("{}/products/{}/candles?granularity={}&start={}&end={}", base_url_,
                                           http::UrlEncode(request.symbol), *seconds, mib::FormatTime(FromNanos(first)),
                                           mib::FormatTime(FromNanos(last)))));
  ASSIGN_OR_RETURN(page.bars, ParseCandles(body));
  std::erase_if(page.bars.good, [&](const ingestion::BarRow& bar) {
    return bar.open_ns < request.from_ns || bar.open_ns >= page.next_ns;
  });
  return page;
}

absl::StatusOr<market::v1::Instrument> Rest::Describe(const std::string& product) {
  absl::MutexLock lock(&mutex_);
  if (!products_.contains(product)) {
    ASSIGN_OR_RETURN(const std::string body, client_.Get(base_url_ + "/products"));
    ASSIGN_OR_RETURN(const std::vector<market::v1::Instrument> products, ParseProducts(body));
    for (const market::v1::Instrument& instrument : products) products_[instrument.symbol()] = instrument;
  }
  const auto found = products_.find(product);
  if (found == products_.end()) return absl::NotFoundError(fmt::format("coinbase has no product '{}'", product));
  return found->second;
}

}  // namespace mib::coinbase
