#pragma once

#include <array>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace mib::gateway {

/// A bounded map that forgets what was longest unused. Split into shards, each with a lock of its own, so that threads
/// seldom meet. Thread safe; values are handed out as copies (use a shared_ptr for large ones) or worked on under the
/// shard's lock.
template <typename Value>
class LruMap {
 public:
  explicit LruMap(size_t max_entries) : max_per_shard_(max_entries / kShards + 1) {}

  std::optional<Value> Get(std::string_view key) {
    Shard& shard = ShardOf(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.index.find(key);
    if (found == shard.index.end()) return std::nullopt;
    shard.order.splice(shard.order.begin(), shard.order, found->second);
    return found->second->second;
  }

  void Put(std::string_view key, Value value) {
    Update(key, [&value](Value& stored) { stored = std::move(value); });
  }

  /// Calls `change` with the stored value, made anew where there is none, under the lock.
  template <typename Change>
  void Update(std::string_view key, Change change) {
    Shard& shard = ShardOf(key);
    const std::lock_guard lock(shard.mutex);
    if (const auto found = shard.index.find(key); found != shard.index.end()) {
      shard.order.splice(shard.order.begin(), shard.order, found->second);
    } else {
      shard.order.emplace_front(std::string(key), Value{});
      shard.index.emplace(shard.order.front().first, shard.order.begin());
    }
    change(shard.order.front().second);
    if (shard.order.size() > max_per_shard_) {
      shard.index.erase(shard.order.back().first);
      shard.order.pop_back();
    }
  }

  void Erase(std::string_view key) {
    Shard& shard = ShardOf(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.index.find(key);
    if (found == shard.index.end()) return;
    const auto position = found->second;
    shard.index.erase(found);
    shard.order.erase(position);
  }

  size_t size() const {
    size_t total = 0;
    for (const Shard& shard : shards_) {
      const std::lock_guard lock(shard.mutex);
      total += shard.order.size();
    }
    return total;
  }

 private:
  static constexpr size_t kShards = 16;
  using Order = std::list<std::pair<std::string, Value>>;

  struct Shard {
    mutable std::mutex mutex;
    Order order;
    // Keys point into `order`, whose nodes do not move.
    absl::flat_hash_map<std::string_view, typename Order::iterator, std::hash<std::string_view>> index;
  };

  Shard& ShardOf(std::string_view key) { return shards_[(std::hash<std::string_view>{}(key) >> 7) % kShards]; }

  const size_t max_per_shard_;
  std::array<Shard, kShards> shards_;
};

}  // namespace mib::gateway
