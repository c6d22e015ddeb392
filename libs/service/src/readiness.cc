#include "readiness.h"

#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::service {
namespace {

constexpr absl::Duration kKeepAnswer = absl::Seconds(1);

}  // namespace

void Readiness::ClearApp(std::string_view reason) {
  absl::MutexLock lock(&mutex_);
  app_ = nullptr;
  last_ = absl::UnavailableError(absl::string_view(reason.data(), reason.size()));
}

void Readiness::SetApp(App* app) {
  absl::MutexLock lock(&mutex_);
  app_ = app;
  checked_at_ = absl::InfinitePast();
}

absl::Status Readiness::Check() {
  const absl::Time now = clock_.Now();
  absl::MutexLock lock(&mutex_);
  // Absolute, so that a clock that was set back does not keep an old answer.
  if (app_ == nullptr || absl::AbsDuration(now - checked_at_) < kKeepAnswer) return last_;
  const bool was_ready = last_.ok();
  last_ = app_->Ready();
  checked_at_ = now;
  if (was_ready && !last_.ok()) log::Warning("not ready", {{"reason", ToString(last_)}});
  if (!was_ready && last_.ok()) log::Info("ready");
  return last_;
}

}  // namespace mib::service
