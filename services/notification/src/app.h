#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "alert_engine.h"
#include "alert_stream.h"
#include "alerts_service.h"
#include "delivery_worker.h"
#include "mib/config/v1/notification.pb.h"
#include "mib/rpc/server.h"
#include "mib/service/service.h"
#include "outbox_relay.h"
#include "pg_alert_history.h"
#include "pg_delivery_store.h"
#include "pg_rule_store.h"
#include "pg_stream_store.h"
#include "probe.h"
#include "worker.h"

namespace mib::notification {

/// The running service: the only place that builds concrete clients.
class App final : public service::App {
 public:
  static absl::StatusOr<std::unique_ptr<service::App>> Start(const config::v1::Notification& config,
                                                             service::Runtime& runtime);

  /// Ready while PostgreSQL is. The log and core-engine may be away for a while: bars wait in the log.
  absl::Status Ready() override;
  void Stop(absl::Duration grace) override;
  int rpc_port() const { return server_->port(); }

 private:
  /// What is opened before the rest can be built.
  struct Clients {
    std::unique_ptr<postgres::Pool> pool;
    std::unique_ptr<kafka::Producer> producer;
    std::unique_ptr<rpc::Channel> core_engine;
    SecretBox secrets;
  };

  static absl::StatusOr<Clients> Open(const config::v1::Notification& config, service::Runtime& runtime);
  App(const config::v1::Notification& config, service::Runtime& runtime, Clients clients);
  absl::Status OpenStream();
  absl::Status Serve();
  void StartWorkers();

  const config::v1::Notification config_;
  service::Runtime& runtime_;
  Probe probe_;
  Clients clients_;
  PgRuleStore rules_;
  PgAlertHistory history_;
  PgStreamStore stream_store_;
  PgDeliveryStore deliveries_;
  std::unique_ptr<bar_source::BarSource> bars_;
  std::unique_ptr<http::Client> webhooks_;
  AlertEngine engine_;
  AlertStream stream_;
  OutboxRelay relay_;
  DeliveryWorker delivery_;
  AlertsService service_;

  std::unique_ptr<rpc::Server> server_;
  std::vector<std::unique_ptr<Worker>> delivery_workers_;
  std::unique_ptr<Worker> relay_worker_;
  // Wakes the others, so it ends before them.
  std::unique_ptr<Worker> stream_worker_;
};

}  // namespace mib::notification
