#include "stream_indicators.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "mib/base/errors.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/time.h"
#include "mib/gateway/v1/gateway.pb.h"
#include "mib/market/interval.h"
#include "mib/market/proto.h"

namespace mib::gateway {
namespace {

// As long as REST's route may take.
constexpr absl::Duration kHistoryTimeout = absl::Seconds(5);
// Far longer than the engine takes from publishing a bar to storing it.
constexpr absl::Duration kRecent = absl::Minutes(1);
constexpr size_t kMaxRecent = 100'000;
// What indicators hold in memory grows with the bars that they look at, by up to 1.3 kB for each. Of one user, and of
// all.
constexpr size_t kMaxBarsOfUser = 100'000;
constexpr size_t kMaxBars = 1'000'000;

absl::Status Overloaded() { return errors::Make(api::v1::OVERLOADED, "Too many indicators wait for their history."); }

absl::Status TooLong() {
  return errors::Make(api::v1::RATE_LIMITED,
                      fmt::format("All indicators that a user follows may look at {} bars together.", kMaxBarsOfUser));
}

absl::Status BeginsTooEarly(const StreamKey& key, size_t bars) {
  return errors::Make(api::v1::INSUFFICIENT_DATA,
                      fmt::format("{} with these parameters begins before the {} newest bars, which are all that is "
                                  "looked at. Ask for a longer interval, or let it begin later.",
                                  key.indicator->name, bars));
}

bool SameBits(const IndicatorValue& a, const IndicatorValue& b) {
  const auto same = [](double x, double y) { return std::bit_cast<uint64_t>(x) == std::bit_cast<uint64_t>(y); };
  return a.open_ns == b.open_ns && std::equal(a.outputs.begin(), a.outputs.end(), b.outputs.begin(), same);
}

}  // namespace

struct StreamIndicators::State {
  struct Waiting {
    std::shared_ptr<Subscriber> subscriber;
    std::string id;
  };

  State(const StreamKey& the_key, const IdentityPtr& the_reader)
      : key(the_key), reader(the_reader), bars(static_cast<size_t>(key.indicator->warm_up(key.params))) {}

  const StreamKey key;
  const IdentityPtr reader;
  /// What it looks at.
  const size_t bars;
  /// Nothing before history came for the first time.
  std::optional<IndicatorSeries> series;
  /// While history is being read: what is to be laid over it.
  std::optional<std::vector<FinalBar>> since;
  /// False where too many histories waited: it is then tried again with the next bar.
  bool is_queued = false;
  std::vector<Waiting> waiting;
  /// What was published last.
  std::optional<IndicatorValue> told;
  uint32_t revision = 0;
};

absl::Status StreamIndicators::Admit(const State& state) const {
  if (state.key.indicator->recursive && state.bars > static_cast<size_t>(history_bars_)) {
    return errors::Make(api::v1::INSUFFICIENT_DATA,
                        fmt::format("{} with these parameters needs {} bars; {} are looked at.",
                                    state.key.indicator->name, state.bars, history_bars_));
  }
  const auto user = bars_of_user_.find(state.reader->principal.user_id);
  if ((user == bars_of_user_.end() ? 0 : user->second) + state.bars > kMaxBarsOfUser) return TooLong();
  return bars_ + state.bars > kMaxBars ? Overloaded() : absl::OkStatus();
}

absl::Status StreamIndicators::Subscribe(const std::shared_ptr<Subscriber>& subscriber, std::string_view id,
                                         const StreamKey& key, const IdentityPtr& reader) {
  const std::lock_guard lock(mutex_);
  if (!log_is_read_) return errors::Make(api::v1::SERVICE_UNAVAILABLE, "The log of bars is not read yet.");
  StatePtr state = Find(key);
  if (state == nullptr) {
    state = std::make_shared<State>(key, reader);
    RETURN_IF_ERROR(Admit(*state));
    if (!StartHistory(state)) return Overloaded();
    bars_of_user_[reader->principal.user_id] += state->bars;
    bars_ += state->bars;
    states_[SeriesOf(key)].push_back(state);
    parts_.probe.stream_indicators.Increment();
  } else if (IsWaiting(*state, *subscriber)) {
    // Once is enough; the first is answered when history is there.
    subscriber->Deliver(SubscribedFrame(id, key, false));
    return absl::OkStatus();
  }
  state->waiting.push_back({subscriber, std::string(id)});
  if (!state->since) TellWaiting(state.get());
  return absl::OkStatus();
}

void StreamIndicators::Unsubscribe(const Subscriber& subscriber, const StreamKey& key) {
  const std::lock_guard lock(mutex_);
  const StatePtr state = Find(key);
  if (state == nullptr) return;
  std::erase_if(state->waiting, [&](const auto& waiting) { return waiting.subscriber.get() == &subscriber; });
  parts_.hub.Unsubscribe(subscriber, key);
  if (state->waiting.empty() && parts_.hub.SubscribersOf(key).empty()) Remove(*state);
}

bool StreamIndicators::Follows(const Subscriber& subscriber, const StreamKey& key) const {
  const std::lock_guard lock(mutex_);
  const StatePtr state = Find(key);
  if (state == nullptr) return false;
  const auto followers = parts_.hub.SubscribersOf(key);
  return IsWaiting(*state, subscriber) ||
         std::any_of(followers.begin(), followers.end(), [&](const auto& other) { return other.get() == &subscriber; });
}

bool StreamIndicators::IsWaiting(const State& state, const Subscriber& subscriber) {
  return std::any_of(state.waiting.begin(), state.waiting.end(),
                     [&](const auto& waiting) { return waiting.subscriber.get() == &subscriber; });
}

void StreamIndicators::LogIsRead() {
  const std::lock_guard lock(mutex_);
  log_is_read_ = true;
}

void StreamIndicators::Stop() {
  const std::lock_guard lock(mutex_);
  stopping_ = true;
}

StreamIndicators::StatePtr StreamIndicators::Find(const StreamKey& key) const {
  const auto series = states_.find(SeriesOf(key));
  if (series == states_.end()) return nullptr;
  const auto found = std::find_if(series->second.begin(), series->second.end(),
                                  [&](const StatePtr& state) { return state->key == key; });
  return found == series->second.end() ? nullptr : *found;
}

bool StreamIndicators::IsKept(const State& state) const { return Find(state.key).get() == &state; }

void StreamIndicators::Remove(const State& state) {
  const auto series = states_.find(SeriesOf(state.key));
  std::erase_if(series->second, [&](const StatePtr& other) { return other.get() == &state; });
  if (series->second.empty()) states_.erase(series);
  const auto user = bars_of_user_.find(state.reader->principal.user_id);
  user->second -= state.bars;
  if (user->second == 0) bars_of_user_.erase(user);
  bars_ -= state.bars;
  parts_.probe.stream_indicators.Decrement();
}

void StreamIndicators::Remember(const SeriesId& series, const FinalBar& bar) {
  const absl::Time now = parts_.clock.Now();
  recent_.push_back({now, series, bar});
  while (recent_.size() > kMaxRecent || recent_.front().came_at < now - kRecent) recent_.pop_front();
}

bool StreamIndicators::StartHistory(const StatePtr& state) {
  if (stopping_) return false;
  const SeriesId series = SeriesOf(state->key);
  state->since.emplace();
  for (const RecentBar& recent : recent_) {
    if (recent.series == series) state->since->push_back(recent.bar);
  }
  state->is_queued = run_([this, weak = std::weak_ptr<State>(state)] { ReadHistory(weak); });
  if (!state->is_queued) parts_.probe.StreamHistories(false).Increment();
  return state->is_queued;
}

void StreamIndicators::ReadHistory(const std::weak_ptr<State>& weak) {
  StatePtr state;
  {
    const std::lock_guard lock(mutex_);
    state = weak.lock();
    // Nobody waits for it any more.
    if (stopping_ || state == nullptr) return;
  }
  absl::StatusOr<std::vector<FinalBar>> history = History(*state);
  parts_.probe.StreamHistories(history.ok()).Increment();
  std::vector<Ending> endings;
  if (history.ok()) {
    TakeHistory(state, *std::move(history), &endings);
  } else {
    log::Warning(
        "an indicator of the stream has no history",
        {{"symbol", state->key.symbol}, {"interval", state->key.interval}, {"error", ToString(history.status())}});
    const std::lock_guard lock(mutex_);
    End(*state, history.status(), &endings);
  }
  for (const Ending& ending : endings) ending.subscriber->Ended(ending.key, ending.id, ending.why);
}

absl::StatusOr<std::vector<FinalBar>> StreamIndicators::History(const State& state) {
  const StreamKey& key = state.key;
  const bar_source::Query query{.symbol = key.symbol,
                                .interval = *market::ParseInterval(key.interval),
                                .count = key.indicator->BarsFor(key.params, 1, history_bars_),
                                .principal = &state.reader->principal};
  ASSIGN_OR_RETURN(const auto bars, parts_.bars.Newest(query, parts_.clock.Now() + kHistoryTimeout));
  std::vector<FinalBar> history;
  history.reserve(bars.size());
  for (const market::v1::Bar& bar : bars) {
    ASSIGN_OR_RETURN(history.emplace_back(), ToFinalBar(bar));
  }
  return history;
}

// The long run over history is made without the lock, so that the log does not wait for it.
void StreamIndicators::TakeHistory(const StatePtr& state, std::vector<FinalBar> history, std::vector<Ending>* endings) {
  const StreamKey& key = state->key;
  std::vector<FinalBar> since;
  {
    const std::lock_guard lock(mutex_);
    since.swap(*state->since);
  }
  const auto count = static_cast<size_t>(key.indicator->BarsFor(key.params, 1, history_bars_));
  const std::vector<FinalBar> bars = Merged(std::move(history), since, count);
  const bool is_cut = bars.size() == count && BeginsBefore(*key.indicator, key.params, bars);
  IndicatorSeries series(*key.indicator, key.params, bars);

  const std::lock_guard lock(mutex_);
  if (!IsKept(*state)) return;
  if (is_cut) return End(*state, BeginsTooEarly(key, count), endings);
  state->series = std::move(series);
  const std::vector<FinalBar> late = *std::exchange(state->since, std::nullopt);
  for (const FinalBar& bar : late) Feed(state, bar);
  Publish(state.get());
  TellWaiting(state.get());
}

void StreamIndicators::Add(const market::v1::Bar& bar) {
  if (!bar.is_final()) return;
  const absl::StatusOr<FinalBar> final = ToFinalBar(bar);
  if (!final.ok()) return parts_.probe.stream_unreadable.Increment();
  const SeriesId id{bar.symbol(), bar.interval()};
  const std::lock_guard lock(mutex_);
  Remember(id, *final);
  const auto series = states_.find(id);
  if (series == states_.end()) return;
  for (const StatePtr& state : series->second) Feed(state, *final);
}

void StreamIndicators::Feed(const StatePtr& state, const FinalBar& bar) {
  if (state->since && state->is_queued) return state->since->push_back(bar);
  if (state->since) {
    // The bar is among the recent ones.
    StartHistory(state);
    return;
  }
  switch (state->series->Add(bar)) {
    case IndicatorSeries::Step::kCovered:
      return;
    case IndicatorSeries::Step::kAdvanced:
      return Publish(state.get());
    case IndicatorSeries::Step::kStale:
      // As above. Where too many wait, the next bar tries again: nobody's indicator ends because of others.
      StartHistory(state);
      return;
  }
}

void StreamIndicators::Publish(State* state) {
  const std::optional<IndicatorValue>& value = state->series->latest();
  if (!value || (state->told && SameBits(*state->told, *value))) return;
  state->revision = state->told && state->told->open_ns == value->open_ns ? state->revision + 1 : 1;
  state->told = value;
  v1::IndicatorUpdate update;
  *update.mutable_t() = market::ToProto(FromNanos(value->open_ns));
  update.set_is_final(true);
  update.set_revision(state->revision);
  const indicators::Definition& definition = *state->key.indicator;
  for (size_t i = 0; i < definition.outputs.size(); ++i) {
    (*update.mutable_values())[std::string(definition.outputs[i])] = value->outputs[i];
  }
  parts_.hub.Publish(state->key, update, update.SerializeAsString());
}

void StreamIndicators::TellWaiting(State* state) {
  for (const State::Waiting& waiting : std::exchange(state->waiting, {})) {
    const bool is_new = parts_.hub.Subscribe(waiting.subscriber, waiting.id, state->key);
    if (!is_new) waiting.subscriber->Deliver(SubscribedFrame(waiting.id, state->key, false));
  }
}

void StreamIndicators::End(const State& state, const absl::Status& why, std::vector<Ending>* endings) {
  if (!IsKept(state)) return;
  for (const State::Waiting& waiting : state.waiting) {
    endings->push_back({waiting.subscriber, waiting.id, state.key, why});
  }
  for (const auto& subscriber : parts_.hub.SubscribersOf(state.key)) {
    parts_.hub.Unsubscribe(*subscriber, state.key);
    endings->push_back({subscriber, "", state.key, why});
  }
  Remove(state);
}

}  // namespace mib::gateway
