#pragma once

#include <functional>
#include <map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "mib/redis/redis.h"

namespace mib::redis {

/// Redis in memory, with lifetimes by the given clock. Scripts are answered by a function of the test. Thread safe.
class FakeRedis final : public Redis {
 public:
  using Script = std::function<std::vector<int64_t>(const std::vector<std::string>& keys,
                                                    const std::vector<std::string>& arguments)>;

  explicit FakeRedis(const Clock& clock) : clock_(clock) {}

  /// While away every call gives kUnavailable; what was stored comes back with it.
  void SetAway(bool away) {
    const absl::MutexLock lock(&mutex_);
    away_ = away;
  }
  /// What Eval does, whatever the script says.
  void OnEval(Script script) {
    const absl::MutexLock lock(&mutex_);
    script_ = std::move(script);
  }
  /// Calls so far, those that failed included.
  int calls() const {
    const absl::MutexLock lock(&mutex_);
    return calls_;
  }

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) override {
    const absl::MutexLock lock(&mutex_);
    if (absl::Status status = Call(); !status.ok()) return status;
    return Find(std::string(key));
  }
  absl::StatusOr<std::vector<std::optional<std::string>>> GetMany(const std::vector<std::string>& keys) override {
    const absl::MutexLock lock(&mutex_);
    if (absl::Status status = Call(); !status.ok()) return status;
    std::vector<std::optional<std::string>> values;
    for (const std::string& key : keys) values.push_back(Find(key));
    return values;
  }
  absl::Status Set(std::string_view key, std::string_view value, absl::Duration ttl) override {
    return SetMany({{.key = std::string(key), .value = std::string(value), .ttl = ttl}});
  }
  absl::Status SetMany(const std::vector<Entry>& entries) override {
    const absl::MutexLock lock(&mutex_);
    if (absl::Status status = Call(); !status.ok()) return status;
    for (const Entry& entry : entries) {
      if (entry.ttl < absl::Milliseconds(1))
        return absl::InvalidArgumentError("the time to live must be at least a millisecond");
      values_[entry.key] = {entry.value, clock_.Now() + entry.ttl};
    }
    return absl::OkStatus();
  }
  absl::Status Delete(std::string_view key) override {
    const absl::MutexLock lock(&mutex_);
    if (absl::Status status = Call(); !status.ok()) return status;
    values_.erase(std::string(key));
    return absl::OkStatus();
  }
  absl::StatusOr<std::vector<int64_t>> Eval(std::string_view, const std::vector<std::string>& keys,
                                            const std::vector<std::string>& arguments) override {
    const absl::MutexLock lock(&mutex_);
    if (absl::Status status = Call(); !status.ok()) return status;
    if (!script_) return absl::InternalError("the test gave no script");
    return script_(keys, arguments);
  }
  absl::Status Ping() override {
    const absl::MutexLock lock(&mutex_);
    return Call();
  }

 private:
  struct Stored {
    std::string value;
    absl::Time expires;
  };

  absl::Status Call() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    ++calls_;
    return away_ ? absl::UnavailableError("away") : absl::OkStatus();
  }
  std::optional<std::string> Find(const std::string& key) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto found = values_.find(key);
    if (found == values_.end() || found->second.expires <= clock_.Now()) return std::nullopt;
    return found->second.value;
  }

  const Clock& clock_;
  mutable absl::Mutex mutex_;
  std::map<std::string, Stored> values_ ABSL_GUARDED_BY(mutex_);
  Script script_ ABSL_GUARDED_BY(mutex_);
  bool away_ ABSL_GUARDED_BY(mutex_) = false;
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace mib::redis
