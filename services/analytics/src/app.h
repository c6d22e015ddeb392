#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "indicator_service.h"
#include "mib/bar_source/bar_source.h"
#include "mib/config/v1/analytics.pb.h"
#include "mib/rpc/channel.h"
#include "mib/rpc/server.h"
#include "mib/service/service.h"
#include "probe.h"

namespace mib::analytics {

/// The running service: the only place that builds concrete clients.
class App final : public service::App {
 public:
  static absl::StatusOr<std::unique_ptr<service::App>> Start(const config::v1::Analytics& config,
                                                             service::Runtime& runtime);

  /// Ready while core-engine is: without bars there is nothing to compute.
  absl::Status Ready() override;
  void Stop(absl::Duration grace) override;
  int rpc_port() const { return server_->port(); }

 private:
  App(const config::v1::Analytics& config, service::Runtime& runtime, std::unique_ptr<rpc::Channel> core_engine);

  Probe probe_;
  std::unique_ptr<rpc::Channel> core_engine_;
  std::unique_ptr<bar_source::BarSource> bars_;
  IndicatorService indicators_;
  // Last: its calls use all of the above.
  std::unique_ptr<rpc::Server> server_;
};

}  // namespace mib::analytics
