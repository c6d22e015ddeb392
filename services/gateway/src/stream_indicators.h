#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "identity.h"
#include "indicator_series.h"
#include "mib/bar_source/bar_source.h"
#include "mib/base/clock.h"
#include "probe.h"
#include "stream_hub.h"

namespace mib::gateway {

/// The stream's channel `indicators`: for each key somebody follows, one indicator, however many follow it. It begins
/// with the stored bars that REST begins with and goes on with the final bars of the log; when a bar is revised or
/// comes late it begins anew, and the corrected value is published. When the last one leaves, it goes.
///
/// No bar is lost or taken twice between history and log: bars that came in the last minute, while history was read or
/// before, are laid over it. The engine publishes a bar before it stores it, so history alone may lack the newest.
///
/// Thread safe: subscribers come on the server's threads, bars on the pump's, history on those of `run`. What is given
/// to the constructor must outlive it; work given to `run` must have ended before it is destroyed.
class StreamIndicators {
 public:
  /// Runs work that blocks, on some other thread; false when too much of it is waiting.
  using Runner = std::function<bool(std::function<void()>)>;
  struct Parts {
    bar_source::BarSource& bars;
    StreamHub& hub;
    const Clock& clock;
    Probe& probe;
  };

  /// `history_bars`: what a recursive indicator runs over, as in analytics.
  StreamIndicators(const Parts& parts, int history_bars, Runner run)
      : parts_(parts), history_bars_(history_bars), run_(std::move(run)) {}

  /// Sends "subscribed", and "snapshot" where there is a value, at once or when history is there; or calls Ended, with
  /// core-engine's error. `reader` is in whose name history is read. SERVICE_UNAVAILABLE before the log is read,
  /// RATE_LIMITED where the reader's indicators look at too many bars, OVERLOADED; then it is not called.
  absl::Status Subscribe(const std::shared_ptr<Subscriber>& subscriber, std::string_view id, const StreamKey& key,
                         const IdentityPtr& reader);
  void Unsubscribe(const Subscriber& subscriber, const StreamKey& key);
  /// True also while history is awaited.
  bool Follows(const Subscriber& subscriber, const StreamKey& key) const;

  /// From here on no bar is missed. Until then nobody is let in.
  void LogIsRead();
  /// A bar of the log.
  void Add(const market::v1::Bar& bar);
  /// Reads no more history.
  void Stop();

 private:
  struct State;
  using StatePtr = std::shared_ptr<State>;
  /// Symbol and interval.
  using SeriesId = std::pair<std::string, std::string>;
  struct RecentBar {
    absl::Time came_at;
    SeriesId series;
    FinalBar bar;
  };
  /// Somebody to be told, once no lock is held, that a subscription ended.
  struct Ending {
    std::shared_ptr<Subscriber> subscriber;
    std::string id;
    StreamKey key;
    absl::Status why;
  };

  static SeriesId SeriesOf(const StreamKey& key) { return {key.symbol, key.interval}; }
  StatePtr Find(const StreamKey& key) const;
  bool IsKept(const State& state) const;
  absl::Status Admit(const State& state) const;
  static bool IsWaiting(const State& state, const Subscriber& subscriber);
  void Remove(const State& state);
  void Remember(const SeriesId& series, const FinalBar& bar);

  bool StartHistory(const StatePtr& state);
  void ReadHistory(const std::weak_ptr<State>& state);
  absl::StatusOr<std::vector<FinalBar>> History(const State& state);
  void TakeHistory(const StatePtr& state, std::vector<FinalBar> history, std::vector<Ending>* endings);
  void Feed(const StatePtr& state, const FinalBar& bar);
  void Publish(State* state);
  void TellWaiting(State* state);
  void End(const State& state, const absl::Status& why, std::vector<Ending>* endings);

  const Parts parts_;
  const int history_bars_;
  const Runner run_;
  mutable std::mutex mutex_;
  bool log_is_read_ = false;
  bool stopping_ = false;
  absl::flat_hash_map<SeriesId, std::vector<StatePtr>> states_;
  /// That the indicators look at: of those whose first follower is a user, and of all.
  absl::flat_hash_map<std::string, size_t> bars_of_user_;
  size_t bars_ = 0;
  std::deque<RecentBar> recent_;
};

}  // namespace mib::gateway
