#include "venues/coinbase/source.h"

#include <utility>

#include "mib/base/status.h"
#include "mib/market/symbol.h"

namespace mib::coinbase {
namespace {

constexpr absl::Duration kHealInterval = absl::Milliseconds(20);

absl::StatusOr<FeedOptions> ReadOptions(const config::v1::Coinbase& config) {
  FeedOptions options;
  for (const std::string& text : config.products()) {
    ASSIGN_OR_RETURN(options.products.emplace_back(), market::CanonicalSymbol(text));
  }
  options.backfill_trades = config.backfill_trades();
  options.flush_interval = absl::Milliseconds(config.flush_interval_ms());
  options.stale_after = absl::Milliseconds(config.stale_after_ms());
  options.reconnect.cap = absl::Milliseconds(config.reconnect_cap_ms());
  return options;
}

}  // namespace

Source::Source(const config::v1::Coinbase& config, const ingestion::SourceContext& context)
    : context_(context),
      probe_(context.metrics, kId),
      budget_(kId, {config.calls_per_second(), absl::Seconds(1), 0}, nullptr, context.clock),
      http_({.source = kId, .secret = {}, .timeout = context.http_timeout}, context.http, budget_, probe_,
            context.clock),
      rest_(config.rest_url(), http_) {}

absl::Status Source::StartFeed(const config::v1::Coinbase& config, Feed::Connector connect) {
  ASSIGN_OR_RETURN(const FeedOptions options, ReadOptions(config));
  if (options.products.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const ingestion::Cursors cursors, context_.feed_store.LoadCursors(kId));
  feed_.emplace(options, cursors, std::move(connect), context_.producer, context_.feed_store, context_.dead_letters,
                probe_, context_.clock);
  healer_.emplace(feed_->streams(), rest_, context_.feed_store, context_.dead_letters, probe_, context_.clock);
  feed_thread_ = std::thread([this] { feed_->Run(); });
  heal_thread_.emplace(kHealInterval, [this] { return healer_->Step(); });
  return absl::OkStatus();
}

void Source::Stop() {
  http_.Stop();
  if (feed_) feed_->Stop();
  if (heal_thread_) heal_thread_->Stop();
  if (feed_thread_.joinable()) feed_thread_.join();
}

}  // namespace mib::coinbase
