#include "admin.h"

#include <utility>

#include "fmt/format.h"
#include "mib/base/json_text.h"
#include "mib/base/redact.h"
#include "mib/base/status.h"

namespace mib::service {
namespace {

constexpr int kMaxWaitingChecks = 16;

http::Response Json(int status, std::string body) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

http::Response NotReady(std::string_view reason) {
  std::string body = R"({"status":"not_ready","reason":)";
  AppendJsonString(Redact(reason), &body);
  return Json(503, body + '}');
}

std::string_view PathOf(std::string_view target) { return target.substr(0, target.find('?')); }

}  // namespace

absl::StatusOr<std::unique_ptr<Admin>> Admin::Start(const AdminOptions& options, telemetry::Metrics& metrics,
                                                    Readiness& readiness) {
  std::unique_ptr<Admin> admin(new Admin(options, metrics, readiness));
  http::ServerOptions server;
  server.listen = options.listen;
  server.max_connections = 256;
  ASSIGN_OR_RETURN(admin->server_, http::Server::Start(server, [raw = admin.get()](const http::Request& request,
                                                                                   const http::Responder& respond) {
                     raw->Handle(request, respond);
                   }));
  return admin;
}

Admin::Admin(const AdminOptions& options, telemetry::Metrics& metrics, Readiness& readiness)
    : options_(options), metrics_(metrics), readiness_(readiness), checks_(1, kMaxWaitingChecks) {
  metrics
      .Gauge("mib_build_info", "1, with the version as a label.",
             {{"service", options.service}, {"version", options.version}})
      .Set(1);
}

Admin::~Admin() {
  // No handler may meet the checks when they are gone.
  if (server_ != nullptr) server_->Shutdown(absl::Seconds(1));
}

void Admin::Handle(const http::Request& request, const http::Responder& respond) {
  const std::string_view path = PathOf(request.target);
  if (path != "/metrics" && path != "/healthz" && path != "/readyz") {
    respond(Json(404, R"({"error":"known here: /metrics, /healthz, /readyz"})"));
  } else if (request.method != "GET" && request.method != "HEAD") {
    respond({.status = 405, .headers = {{"Allow", "GET, HEAD"}}, .body = {}});
  } else if (path == "/metrics") {
    respond({.status = 200,
             .headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}},
             .body = metrics_.Render()});
  } else if (path == "/healthz") {
    respond(Json(
        200, fmt::format(R"({{"status":"ok","service":"{}","version":"{}"}})", options_.service, options_.version)));
  } else {
    AnswerReadiness(respond);
  }
}

void Admin::AnswerReadiness(const http::Responder& respond) {
  const bool queued = checks_.Run([this, respond] {
    const absl::Status status = readiness_.Check();
    respond(status.ok() ? Json(200, R"({"status":"ready"})") : NotReady(ToString(status)));
  });
  if (!queued) respond(NotReady("earlier checks have not been answered"));
}

}  // namespace mib::service
