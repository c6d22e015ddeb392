#include "venues/alpha_vantage/client.h"

#include <utility>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/http/message.h"
#include "venues/alpha_vantage/parse.h"

namespace mib::alpha_vantage {
namespace {

// The provider does not say when its limit opens again; the short one is per minute.
constexpr absl::Duration kPause = absl::Seconds(60);

market::v1::Instrument Describe(const std::string& symbol) {
  market::v1::Instrument instrument;
  instrument.set_symbol(symbol);
  instrument.set_name(symbol);
  instrument.set_asset_class(market::v1::EQUITY);
  instrument.set_venue("alpha_vantage");
  // Listings outside of the United States carry a suffix (VOD.LON), and the answer does not tell their currency.
  if (symbol.find('.') == std::string::npos) instrument.set_currency("USD");
  instrument.set_is_active(true);
  return instrument;
}

}  // namespace

absl::StatusOr<ingestion::BarPage> Client::Fetch(const ingestion::BarRequest& request) {
  if (request.interval != market::Interval::k1d) return absl::InvalidArgumentError("alpha_vantage has daily bars only");
  ASSIGN_OR_RETURN(const std::string body,
                   client_.Get(fmt::format("{}/query?function=TIME_SERIES_DAILY&symbol={}&outputsize=full&apikey={}",
                                           base_url_, http::UrlEncode(request.symbol), http::UrlEncode(api_key_))));
  absl::StatusOr<ingestion::Rows<ingestion::BarRow>> rows = ParseDaily(client_.Redact(body));
  if (absl::IsResourceExhausted(rows.status())) client_.budget().Pause(kPause);
  if (!rows.ok()) return rows.status();
  ingestion::BarPage page{Describe(request.symbol), *std::move(rows), request.end_ns};
  std::erase_if(page.bars.good, [&request](const ingestion::BarRow& bar) {
    return bar.open_ns < request.from_ns || bar.open_ns >= request.end_ns;
  });
  return page;
}

}  // namespace mib::alpha_vantage
