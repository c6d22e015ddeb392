#include "key_set.h"

#include "mib/auth/v1/auth.pb.h"
#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::gateway {
namespace {

constexpr absl::Duration kLeastInterval = absl::Seconds(10);
constexpr absl::Duration kLeastIntervalWithoutKeys = absl::Seconds(1);
constexpr absl::Duration kMaxAge = absl::Minutes(5);
constexpr size_t kMaxWaiting = 1000;

}  // namespace

KeySet::VerifierPtr KeySet::Current() const {
  const std::lock_guard lock(mutex_);
  return verifier_;
}

void KeySet::Refresh(std::function<void()> done) {
  {
    std::unique_lock lock(mutex_);
    const absl::Duration least = verifier_ ? kLeastInterval : kLeastIntervalWithoutKeys;
    const bool too_soon = !fetching_ && clock_.Now() - asked_at_ < least;
    if (too_soon || waiting_.size() >= kMaxWaiting) {
      lock.unlock();
      return done();
    }
    waiting_.push_back(std::move(done));
    if (fetching_) return;
    fetching_ = true;
    asked_at_ = clock_.Now();
  }
  auth_.CallBytes("mib.auth.v1.Auth/GetJwks", {}, {},
                  [this](const absl::Status& status, const std::string& bytes) { Take(status, bytes); });
}

void KeySet::RefreshIfOld() {
  {
    const std::lock_guard lock(mutex_);
    if (fetching_ || clock_.Now() - fetched_at_ < kMaxAge) return;
  }
  Refresh([] {});
}

void KeySet::Take(const absl::Status& status, const std::string& bytes) {
  auth::v1::Jwks jwks;
  VerifierPtr verifier;
  absl::Status fault = status;
  if (fault.ok() && !jwks.ParseFromString(bytes)) fault = absl::InternalError("the key set cannot be read");
  if (fault.ok()) {
    std::vector<security::PublicKey> keys;
    for (const auto& key : jwks.keys()) keys.push_back({key.kid(), key.x(), key.y()});
    absl::StatusOr<std::unique_ptr<security::Verifier>> made = security::Verifier::Make(keys, options_);
    fault = made.status();
    if (made.ok()) verifier = *std::move(made);
  }
  if (!fault.ok()) log::Warning("the keys of access tokens were not fetched", {{"error", ToString(fault)}});
  std::vector<std::function<void()>> waiting;
  {
    const std::lock_guard lock(mutex_);
    fetching_ = false;
    if (verifier) {
      verifier_ = std::move(verifier);
      fetched_at_ = clock_.Now();
    }
    waiting.swap(waiting_);
  }
  for (const auto& done : waiting) done();
}

}  // namespace mib::gateway
