#include "stream_hub.h"

#include <algorithm>

namespace mib::gateway {
namespace {

// Keys whose last message is remembered; beyond them only what is followed is kept.
constexpr size_t kMaxTopics = 200000;

/// What happened once (an alert) is no state to begin with.
bool HasSnapshot(const StreamKey& key) { return key.channel != "alerts"; }

/// An indicator is published while somebody follows it; what was last said would grow old.
bool OutlivesSubscribers(const StreamKey& key) { return key.indicator == nullptr; }

}  // namespace

std::string StreamHub::SnapshotOf(const StreamKey& key, const Topic& topic) const {
  const std::unique_ptr<google::protobuf::Message> message(topic.prototype->New());
  message->ParseFromString(topic.last);
  std::string data;
  json_.Append(*message, DecimalStyle::kNumber, &data);
  return DataFrame("snapshot", key, topic.sequence, clock_.Now(), data);
}

bool StreamHub::Subscribe(const std::shared_ptr<Subscriber>& subscriber, std::string_view id, const StreamKey& key) {
  const std::lock_guard lock(mutex_);
  Topic& topic = topics_[key];
  const bool follows =
      std::find(topic.subscribers.begin(), topic.subscribers.end(), subscriber) != topic.subscribers.end();
  if (follows) return false;
  const bool snapshot = topic.prototype != nullptr;
  // Within the lock: the next update is sent after this.
  subscriber->Deliver(SubscribedFrame(id, key, snapshot));
  if (snapshot) subscriber->Deliver(SnapshotOf(key, topic));
  topic.subscribers.push_back(subscriber);
  return true;
}

void StreamHub::Unsubscribe(const Subscriber& subscriber, const StreamKey& key) {
  const std::lock_guard lock(mutex_);
  const auto found = topics_.find(key);
  if (found == topics_.end()) return;
  std::erase_if(found->second.subscribers, [&](const auto& other) { return other.get() == &subscriber; });
  const bool remembered = found->second.sequence > 0 && OutlivesSubscribers(key);
  if (found->second.subscribers.empty() && !remembered) topics_.erase(found);
}

std::vector<std::shared_ptr<Subscriber>> StreamHub::SubscribersOf(const StreamKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = topics_.find(key);
  return found == topics_.end() ? std::vector<std::shared_ptr<Subscriber>>() : found->second.subscribers;
}

void StreamHub::Publish(const StreamKey& key, const google::protobuf::Message& message, std::string bytes) {
  std::vector<std::shared_ptr<Subscriber>> subscribers;
  uint64_t sequence = 0;
  {
    const std::lock_guard lock(mutex_);
    auto found = topics_.find(key);
    if (found == topics_.end()) {
      if (topics_.size() >= kMaxTopics) return;
      found = topics_.emplace(key, Topic()).first;
    }
    Topic& topic = found->second;
    sequence = ++topic.sequence;
    if (HasSnapshot(key)) {
      topic.last = std::move(bytes);
      topic.prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(message.GetDescriptor());
    }
    subscribers = topic.subscribers;
  }
  if (subscribers.empty()) return;
  std::string data;
  json_.Append(message, DecimalStyle::kNumber, &data);
  const std::string frame = DataFrame("update", key, sequence, clock_.Now(), data);
  for (const auto& subscriber : subscribers) subscriber->Deliver(frame);
  probe_.StreamMessages(key.channel).Increment(static_cast<double>(subscribers.size()));
}

bool StreamHub::AddConnection(const std::string& user_id, int limit) {
  const std::lock_guard lock(mutex_);
  int& count = connections_[user_id];
  if (count >= limit) return false;
  ++count;
  return true;
}

void StreamHub::RemoveConnection(const std::string& user_id) {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(user_id);
  if (found != connections_.end() && --found->second <= 0) connections_.erase(found);
}

}  // namespace mib::gateway
