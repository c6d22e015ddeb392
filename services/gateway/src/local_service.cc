#include "local_service.h"

#include <algorithm>

#include "mib/gateway/v1/gateway.pb.h"
#include "mib/market/proto.h"

namespace mib::gateway {
namespace {

google::protobuf::Timestamp Seconds(absl::Time time) {
  return market::ToProto(absl::FromUnixSeconds(absl::ToUnixSeconds(time)));
}

/// The services that answer only while their database does.
bool DatabaseServes(const PlatformHealth& health) {
  return std::all_of(health.services.begin(), health.services.end(), [](const PlatformHealth::Service& service) {
    return service.name == "analytics" || service.serving();
  });
}

LocalService::Reply ProbeReply(int status, const char* text) {
  auto answer = std::make_unique<v1::ProbeAnswer>();
  answer->set_status(text);
  return {status, std::move(answer)};
}

}  // namespace

absl::StatusOr<LocalService::Reply> LocalService::Call(const google::protobuf::MethodDescriptor& rpc) const {
  if (rpc.name() == "GetHealth") return Health();
  if (rpc.name() == "GetLive") return ProbeReply(200, "alive");
  if (rpc.name() == "GetReady") return Ready();
  if (rpc.name() == "GetStats") return Stats();
  if (rpc.name() == "ListServices") return Services();
  return absl::UnimplementedError(rpc.full_name());
}

LocalService::Reply LocalService::Health() const {
  const std::shared_ptr<const PlatformHealth> now = health_.Latest();
  auto health = std::make_unique<v1::Health>();
  const bool healthy = now->all_serving() && now->redis;
  const bool unhealthy = !now->any_serving();
  health->set_status(healthy ? "healthy" : unhealthy ? "unhealthy" : "degraded");
  *health->mutable_timestamp() = Seconds(clock_.Now());
  health->set_version(version_);
  health->set_uptime_seconds(UptimeSeconds());
  health->mutable_components()->set_infrastructure(now->all_serving());
  health->mutable_components()->set_database(DatabaseServes(*now));
  health->mutable_components()->set_cache(now->redis);
  // The metrics of this process are served by the same process that answers here.
  health->mutable_components()->set_monitoring(true);
  return {unhealthy ? 503 : 200, std::move(health)};
}

LocalService::Reply LocalService::Ready() const {
  return health_.Latest()->all_serving() ? ProbeReply(200, "ready") : ProbeReply(503, "not_ready");
}

LocalService::Reply LocalService::Stats() const {
  const std::shared_ptr<const PlatformHealth> now = health_.Latest();
  auto stats = std::make_unique<v1::Stats>();
  stats->mutable_system()->set_uptime_seconds(UptimeSeconds());
  *stats->mutable_system()->mutable_timestamp() = Seconds(clock_.Now());
  stats->mutable_database()->mutable_postgres()->set_status(DatabaseServes(*now) ? "healthy" : "unhealthy");
  stats->mutable_database()->mutable_redis()->set_status(now->redis ? "healthy" : "unhealthy");
  const double hits = probe_.cache_hits.Value();
  const double asked = hits + probe_.cache_misses.Value();
  stats->mutable_cache()->set_hit_rate_percent(asked > 0 ? 100 * hits / asked : 0);
  stats->mutable_cache()->set_local_cache_size(static_cast<int64_t>(cache_.size()));
  return {200, std::move(stats)};
}

LocalService::Reply LocalService::Services() const {
  const std::shared_ptr<const PlatformHealth> now = health_.Latest();
  auto list = std::make_unique<v1::ListServicesResponse>();
  v1::ServiceInfo* self = list->add_services();
  self->set_name("gateway");
  self->set_status("serving");
  self->set_version(version_);
  self->set_circuit("closed");
  for (const auto& service : now->services) {
    const rpc::Channel* channel = upstreams_.Find(service.name);
    v1::ServiceInfo* info = list->add_services();
    info->set_name(service.name);
    info->set_status(service.status);
    if (channel == nullptr) continue;
    info->set_address(channel->options().address);
    info->set_circuit(channel->circuit());
  }
  return {200, std::move(list)};
}

}  // namespace mib::gateway
