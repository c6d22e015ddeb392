#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/http/server.h"
#include "mib/resilience/bulkhead.h"
#include "mib/telemetry/metrics.h"
#include "readiness.h"

namespace mib::service {

struct AdminOptions {
  std::string listen;
  std::string service;
  std::string version;
};

/// The port for operators and orchestrators: GET /metrics, /healthz (200 while the process lives) and /readyz (200 or
/// 503, with the reason). The metrics and the readiness outlive it.
class Admin {
 public:
  static absl::StatusOr<std::unique_ptr<Admin>> Start(const AdminOptions& options, telemetry::Metrics& metrics,
                                                      Readiness& readiness);
  ~Admin();
  int port() const { return server_->port(); }
  void Shutdown(absl::Duration grace) { server_->Shutdown(grace); }

 private:
  Admin(const AdminOptions& options, telemetry::Metrics& metrics, Readiness& readiness);
  void Handle(const http::Request& request, const http::Responder& respond);
  void AnswerReadiness(const http::Responder& respond);

  const AdminOptions options_;
  telemetry::Metrics& metrics_;
  Readiness& readiness_;
  std::unique_ptr<http::Server> server_;
  // Asking an App whether it is ready may block on a database; /healthz and /metrics must not wait for that. Destroyed
  // before the server: what it still runs has an answer to give.
  resilience::Bulkhead checks_;
};

}  // namespace mib::service
