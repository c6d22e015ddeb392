#include "health_monitor.h"

#include <algorithm>
#include <chrono>

#include "mib/base/errors.h"
#include "mib/base/log.h"

namespace mib::gateway {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(1);

/// A service that answers "not now" does so without a catalogue entry; that there was no answer is one.
std::string StatusText(const absl::Status& status) {
  if (status.ok()) return "serving";
  return errors::SerializeDetail(status).empty() ? "not_serving" : "unreachable";
}

}  // namespace

bool PlatformHealth::all_serving() const {
  return std::all_of(services.begin(), services.end(), [](const Service& service) { return service.serving(); });
}

bool PlatformHealth::any_serving() const {
  return std::any_of(services.begin(), services.end(), [](const Service& service) { return service.serving(); });
}

bool PlatformHealth::Serving(std::string_view name) const {
  return std::any_of(services.begin(), services.end(),
                     [&](const Service& service) { return service.name == name && service.serving(); });
}

HealthMonitor::HealthMonitor(const Upstreams& upstreams, redis::Redis& redis) : upstreams_(upstreams), redis_(redis) {
  auto unknown = std::make_shared<PlatformHealth>();
  for (const auto& upstream : upstreams_.all()) unknown->services.push_back({.name = upstream.name});
  latest_ = std::move(unknown);
}

void HealthMonitor::Start(absl::Duration interval) {
  thread_ = std::thread([this, interval] {
    std::unique_lock lock(mutex_);
    do {
      lock.unlock();
      CheckOnce();
      lock.lock();
    } while (!wake_.wait_for(lock, absl::ToChronoMilliseconds(interval), [this] { return stopping_; }));
  });
}

void HealthMonitor::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void HealthMonitor::CheckOnce() {
  const std::shared_ptr<const PlatformHealth> before = Latest();
  auto health = std::make_shared<PlatformHealth>();
  for (const auto& upstream : upstreams_.all()) {
    health->services.push_back({upstream.name, StatusText(upstream.channel->CheckHealth(kTimeout))});
    const PlatformHealth::Service& service = health->services.back();
    if (before->Serving(service.name) != service.serving()) {
      log::Info("a service changed", {{"upstream", service.name}, {"status", service.status}});
    }
  }
  health->redis = redis_.Ping().ok();
  const std::lock_guard lock(mutex_);
  latest_ = std::move(health);
}

std::shared_ptr<const PlatformHealth> HealthMonitor::Latest() const {
  const std::lock_guard lock(mutex_);
  return latest_;
}

}  // namespace mib::gateway
