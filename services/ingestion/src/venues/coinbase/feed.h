#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "dead_letters.h"
#include "feed_store.h"
#include "mib/base/clock.h"
#include "mib/http/websocket_client.h"
#include "mib/kafka/producer.h"
#include "mib/resilience/backoff.h"
#include "probe.h"
#include "venues/coinbase/product_stream.h"

namespace mib::coinbase {

struct FeedOptions {
  std::vector<std::string> products;
  bool backfill_trades = false;
  absl::Duration flush_interval = absl::Milliseconds(20);
  absl::Duration stale_after = absl::Seconds(10);
  resilience::BackoffPolicy reconnect{absl::Milliseconds(200), absl::Seconds(30), 1};
  /// Newer trades of one product kept in memory while older ones are fetched.
  size_t max_waiting = 20'000;
};

/// The products of a feed and the lock that guards them: the feed's thread and the healer's share them.
struct ProductStreams {
  absl::Mutex mutex;
  std::map<std::string, ProductStream> by_product ABSL_GUARDED_BY(mutex);
};

/// Trades and quotes of Coinbase Exchange as they happen, published in the order of trade ids.
///
/// Nothing is lost: what the connection did not bring is noticed by its id and fetched by Healer; what the broker did
/// not take is fetched again; a full producer queue stops the reading of the socket. Cursors are saved up to what the
/// broker has, so after a kill some trades are published twice, under the same ids.
///
/// Run loops over Step on a thread of its own until Stop; tests call Step. SaveCursors and connected are thread safe.
class Feed {
 public:
  using Connector = std::function<absl::StatusOr<std::unique_ptr<http::WebSocketClient>>()>;

  static constexpr std::string_view kSource = "coinbase";

  /// Arguments must outlive the feed.
  Feed(const FeedOptions& options, const ingestion::Cursors& cursors, Connector connect, kafka::Producer& producer,
       ingestion::FeedStore& store, ingestion::DeadLetters& dead_letters, ingestion::SourceProbe& probe, Clock& clock);

  void Run();
  /// Makes Run return after it has handed everything that is ready to the producer, as far as its queue takes it.
  void Stop() { stopping_ = true; }

  /// Connects, or reads one message, or waits a little; publishes when it is time.
  void Step();
  /// Saves how far the broker has each product, where that has changed.
  absl::Status SaveCursors();

  bool connected() const { return connected_; }
  ProductStreams& streams() { return streams_; }

 private:
  void Connect();
  void Disconnect(const absl::Status& reason);
  void Read();
  void OnText(std::string_view text);
  absl::Status OnFrame(const Frame& frame);
  absl::Status OnMatch(const Match& match);
  absl::Status OnTicker(const Ticker& ticker);
  absl::Status OnHeartbeat(const Heartbeat& heartbeat);
  absl::StatusOr<ProductStream*> Find(const std::string& product) ABSL_EXCLUSIVE_LOCKS_REQUIRED(streams_.mutex);
  void FlushWhenDue();
  void Flush();
  /// False when the producer takes no more for now.
  bool Drain();

  const FeedOptions options_;
  const Connector connect_;
  kafka::Producer& producer_;
  ingestion::FeedStore& store_;
  ingestion::DeadLetters& dead_letters_;
  ingestion::SourceProbe& probe_;
  Clock& clock_;

  std::atomic<bool> stopping_ = false;
  std::atomic<bool> connected_ = false;
  ProductStreams streams_;
  std::unique_ptr<http::WebSocketClient> socket_;
  resilience::Backoff backoff_;
  absl::Time next_connect_ = absl::InfinitePast();
  absl::Time last_message_ = absl::InfinitePast();
  absl::Time last_flush_ = absl::InfinitePast();
  size_t read_since_flush_ = 0;
  std::deque<Outgoing> outgoing_;

  absl::Mutex cursors_mutex_;
  ingestion::Cursors saved_ ABSL_GUARDED_BY(cursors_mutex_);
};

}  // namespace mib::coinbase
