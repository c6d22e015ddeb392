#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway.h"
#include "mib/bar_source/bar_source.h"
#include "mib/config/v1/gateway.pb.h"
#include "mib/redis/redis.h"
#include "mib/rpc/channel.h"
#include "mib/service/service.h"

namespace mib::gateway {

/// The running gateway service: builds the clients of the services, of Redis and of Kafka, and the gateway over them.
/// None of them has to be there at the start.
class App final : public service::App {
 public:
  static absl::StatusOr<std::unique_ptr<service::App>> Start(const config::v1::Gateway& config,
                                                             service::Runtime& runtime);
  ~App() override;

  /// OK when every service behind the gateway serves.
  absl::Status Ready() override;
  void Stop(absl::Duration grace) override;

 private:
  App() = default;

  std::unique_ptr<redis::Redis> redis_;
  std::unique_ptr<bar_source::BarSource> bars_;
  // Before the gateway: the last answers of channels still go there. See ~App.
  std::unique_ptr<Gateway> gateway_;
  std::vector<std::unique_ptr<rpc::Channel>> channels_;
};

}  // namespace mib::gateway
