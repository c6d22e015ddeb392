#include "venue.h"

#include <limits>

#include "coinbase_rest.h"
#include "fmt/format.h"
#include "fmt/ranges.h"
#include "mib/base/status.h"
#include "pacer.h"

namespace mib::venue {
namespace {

constexpr absl::Duration kTick = absl::Milliseconds(5);
constexpr absl::Duration kHeartbeat = absl::Seconds(1);
// A subscriber that does not read is cut off with so much waiting.
constexpr size_t kMaxQueuedBytes = 32u << 20;

}  // namespace

Venue::Venue(const Options& options, Clock& clock, std::unique_ptr<Market> market, AlphaVantage alpha_vantage)
    : options_(options),
      clock_(clock),
      market_(std::move(market)),
      alpha_vantage_(std::move(alpha_vantage)),
      feed_(*market_) {}

absl::StatusOr<std::unique_ptr<Venue>> Venue::Start(const Options& options, Clock& clock) {
  ASSIGN_OR_RETURN(std::unique_ptr<Market> market, Market::Open(options, clock));
  ASSIGN_OR_RETURN(AlphaVantage alpha_vantage, AlphaVantage::Open(options.data));
  std::unique_ptr<Venue> venue(new Venue(options, clock, std::move(market), std::move(alpha_vantage)));
  RETURN_IF_ERROR(venue->Serve());
  return venue;
}

absl::Status Venue::Serve() {
  http::ServerOptions options;
  options.listen = options_.listen;
  options.max_queued_bytes = kMaxQueuedBytes;
  const auto answer = [this](const http::Request& request, const http::Responder& respond) {
    respond(Answer(request));
  };
  const auto upgrade = [this](const http::Request& request) -> std::optional<http::WebSocketHandler> {
    if (request.target != "/ws-feed") return std::nullopt;
    return feed_.Handler();
  };
  ASSIGN_OR_RETURN(server_, http::Server::Start(options, answer, upgrade));
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

Venue::~Venue() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
  if (server_) server_->Shutdown(absl::Seconds(1));
}

void Venue::Run() {
  while (!stopping_ && !options_.start_now && !feed_.begun()) clock_.Sleep(kTick);
  Pacer trades(options_.rate, clock_.Now());
  Pacer heartbeats(1 / absl::ToDoubleSeconds(kHeartbeat), clock_.Now());
  while (!stopping_) {
    clock_.Sleep(kTick);
    feed_.Trade(trades.Due(clock_.Now()));
    if (heartbeats.Due(clock_.Now()) > 0) feed_.SendHeartbeats();
  }
}

http::Response Venue::Answer(const http::Request& request) const {
  http::Target target;
  if (request.method != "GET" || !http::ParseTarget(request.target, &target))
    return {400, {}, "only GET, of a proper target\n"};
  const Query query(target.query.begin(), target.query.end());
  if (target.path == "/query") return alpha_vantage_.Answer(query);
  if (target.path == "/venue/status") return Status();
  if (target.path == "/venue/trades.csv") return TradesCsv(ValueOf(query, "symbol"));
  return CoinbaseAnswer(*market_, target.path, query);
}

http::Response Venue::Status() const {
  const Progress progress = market_->progress();
  std::vector<std::string> ids;
  for (const auto& [product, id] : progress.last_trade_id) ids.push_back(fmt::format("\"{}\":{}", product, id));
  return {200,
          {{"Content-Type", "application/json"}},
          fmt::format(R"({{"generated":{},"total":{},"subscribers":{},"last_trade_id":{{{}}}}})", progress.generated,
                      progress.total, feed_.subscribers(), fmt::join(ids, ","))};
}

http::Response Venue::TradesCsv(const std::string& product) const {
  if (!market_->Has(product)) return {404, {}, "there is no such product\n"};
  constexpr size_t kAll = std::numeric_limits<ptrdiff_t>::max();
  std::string body = "trade_id,time_ns,price,size,taker_side\n";
  for (const market::Trade& trade : market_->Trades(product, 0, std::numeric_limits<uint64_t>::max(), kAll)) {
    body += fmt::format("{},{},{},{},{}\n", trade.id, trade.time_ns, trade.price.ToString(), trade.size.ToString(),
                        trade.side == market::Side::kBuy ? "buy" : "sell");
  }
  return {200, {{"Content-Type", "text/csv"}}, std::move(body)};
}

}  // namespace mib::venue
