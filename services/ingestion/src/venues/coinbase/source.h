#pragma once

#include <optional>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "mib/config/v1/ingestion.pb.h"
#include "periodic.h"
#include "source_context.h"
#include "venues/coinbase/feed.h"
#include "venues/coinbase/healer.h"
#include "venues/coinbase/rest.h"

namespace mib::coinbase {

/// The venue with all that belongs to it: REST, and once started the live feed and its healer, each on a thread.
class Source {
 public:
  static constexpr const char* kId = "coinbase";

  Source(const config::v1::Coinbase& config, const ingestion::SourceContext& context);
  ~Source() { Stop(); }

  /// Starts the feed of the configured products, if there are any; kUnavailable while the cursors cannot be read.
  absl::Status StartFeed(const config::v1::Coinbase& config, Feed::Connector connect);
  /// Ends the threads; what is ready has been handed to the producer.
  void Stop();
  absl::Status SaveCursors() { return feed_ ? feed_->SaveCursors() : absl::OkStatus(); }

  /// connected, disconnected, or idle without a feed.
  std::string status() const { return !feed_ ? "idle" : feed_->connected() ? "connected" : "disconnected"; }
  const ingestion::Budget& budget() const { return budget_; }
  ingestion::SourceProbe& probe() { return probe_; }
  Rest& rest() { return rest_; }

 private:
  const ingestion::SourceContext context_;
  ingestion::SourceProbe probe_;
  ingestion::Budget budget_;
  ingestion::SourceClient http_;
  Rest rest_;
  std::optional<Feed> feed_;
  std::optional<Healer> healer_;
  std::thread feed_thread_;
  std::optional<ingestion::Periodic> heal_thread_;
};

}  // namespace mib::coinbase
