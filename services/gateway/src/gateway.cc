#include "gateway.h"

#include <fmt/format.h>

#include <vector>

#include "api.h"
#include "docs_page.h"
#include "error_answer.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/gateway/v1/gateway.pb.h"
#include "mib/market/v1/market.pb.h"
#include "mib/resilience/bulkhead.h"
#include "openapi.h"
#include "rate_limit_sync.h"
#include "stream_pump.h"
#include "stream_server.h"

namespace mib::gateway {
namespace {

using google::protobuf::Descriptor;

constexpr absl::Duration kHealthInterval = absl::Seconds(5);
// Histories of indicators that are read at once.
constexpr int kHistoryThreads = 2;
// And that wait: as many as one user's full streams ask for.
constexpr int kMaxHistories = 1000;

std::vector<const Descriptor*> RequestTypes(const RouteTable& routes) {
  std::vector<const Descriptor*> types;
  for (const auto& route : routes.routes()) types.push_back(route->rpc->input_type());
  return types;
}

/// All that is ever written as JSON.
std::vector<const Descriptor*> AnswerTypes(const RouteTable& routes) {
  std::vector<const Descriptor*> types{market::v1::Bar::descriptor(), market::v1::Quote::descriptor(),
                                       events::v1::Alert::descriptor(), v1::IndicatorUpdate::descriptor()};
  for (const auto& route : routes.routes()) types.push_back(route->rpc->output_type());
  return types;
}

StreamOptions StreamOptionsOf(const config::v1::GatewayStream& config) {
  return {.max_connections_per_user = static_cast<int>(config.max_connections_per_user()),
          .max_subscriptions = config.max_subscriptions(),
          .max_messages_per_second = static_cast<int>(config.max_messages_per_second()),
          .heartbeat = absl::Seconds(config.heartbeat_seconds()),
          .auth_timeout = absl::Seconds(config.auth_timeout_seconds())};
}

api::v1::ErrorCode CodeOfStatus(int status) {
  switch (status) {
    case 413:
      return api::v1::PAYLOAD_TOO_LARGE;
    case 414:
      return api::v1::URI_TOO_LONG;
    default:
      return status >= 500 ? api::v1::INTERNAL : api::v1::MALFORMED_REQUEST;
  }
}

/// What the HTTP server refuses by itself looks like every other error.
http::Response RefusedByServer(const Clock& clock, int status, std::string_view reason) {
  const absl::Time now = clock.Now();
  const std::string request_id = NewRequestId(now);
  const absl::Status error =
      errors::Make(CodeOfStatus(status), fmt::format("The request cannot be taken: {}.", reason));
  http::Response response = ErrorAnswer(error, {now, request_id, "", "", ""});
  response.status = status;
  AddSecurityHeaders(kApiContentPolicy, &response.headers);
  response.headers.emplace("X-Request-ID", request_id);
  return response;
}

absl::StatusOr<Comments> LoadComments(const std::string& descriptor_set) {
  if (descriptor_set.empty()) return Comments();
  return Comments::Load(descriptor_set);
}

}  // namespace

/// Built from top to bottom, so destroyed from the server down.
struct Gateway::Parts {
  Parts(const config::v1::Gateway& config, Outside the_outside, std::unique_ptr<RouteTable> the_routes,
        std::unique_ptr<RequestSchemas> the_schemas, ClientAddresses the_addresses)
      : outside(std::move(the_outside)),
        routes(std::move(the_routes)),
        schemas(std::move(the_schemas)),
        addresses(std::move(the_addresses)),
        reader(*schemas),
        json(AnswerTypes(*routes)),
        probe(outside.metrics, *routes),
        cors({config.cors().allowed_origins().begin(), config.cors().allowed_origins().end()}),
        cache(config.cache().max_entries(), absl::Milliseconds(config.cache().stale_ms()), outside.clock, probe),
        limits(config.rate_limits(), outside.clock, probe),
        sync(limits, outside.redis, outside.clock, probe),
        authenticator(*outside.upstreams.Find("auth"),
                      {.issuer = config.tokens().issuer(), .audience = config.tokens().audience()}, outside.clock,
                      probe),
        health(outside.upstreams, outside.redis),
        local(health, outside.upstreams, cache, probe, outside.clock, outside.version),
        finisher({.access_log = config.access_log()}, *routes, cors, outside.clock, probe),
        api({*routes, reader, json, outside.upstreams, local, documents, addresses, cors, authenticator, limits, cache,
             finisher, outside.clock, probe},
            static_cast<int>(config.max_in_flight())),
        hub(json, outside.clock, probe),
        indicators({outside.bars, hub, outside.clock, probe}, static_cast<int>(config.stream().history_bars()),
                   [this](std::function<void()> work) { return histories->Run(std::move(work)); }),
        stream({hub, indicators, authenticator, outside.clock, probe, StreamOptionsOf(config.stream())}, addresses,
               limits),
        histories(std::make_unique<resilience::Bulkhead>(kHistoryThreads, kMaxHistories)) {
    if (outside.consumer) pump.emplace(std::move(outside.consumer), hub, indicators, outside.clock, probe);
  }

  void AddDocuments(const Comments& comments);
  absl::Status Serve(const config::v1::Gateway& config);

  Outside outside;
  const std::unique_ptr<RouteTable> routes;
  const std::unique_ptr<RequestSchemas> schemas;
  const ClientAddresses addresses;
  const RequestReader reader;
  const JsonWriter json;
  Probe probe;
  const Cors cors;
  ResponseCache cache;
  RateLimits limits;
  RateLimitSync sync;
  Authenticator authenticator;
  HealthMonitor health;
  const LocalService local;
  Documents documents;
  const Finisher finisher;
  Api api;
  StreamHub hub;
  StreamIndicators indicators;
  StreamServer stream;
  std::unique_ptr<resilience::Bulkhead> histories;
  std::optional<StreamPump> pump;
  std::unique_ptr<http::Server> server;
};

void Gateway::Parts::AddDocuments(const Comments& comments) {
  const auto fixed = [](std::string_view text) { return [text] { return std::string(text); }; };
  const std::string page_policy(kDocsContentPolicy);
  const std::string api_policy(kApiContentPolicy);
  documents.Add("/metrics", {"text/plain; version=0.0.4; charset=utf-8", api_policy,
                             [this] { return outside.metrics.Render(); }, /*limited=*/false});
  documents.Add("/openapi.json", {"application/json", api_policy,
                                  [text = MakeOpenApi(*routes, comments, outside.version)] { return text; }});
  documents.Add("/docs", {"text/html; charset=utf-8", page_policy, fixed(kDocsHtml)});
  documents.Add("/docs/style.css", {"text/css; charset=utf-8", page_policy, fixed(kDocsStyle)});
  documents.Add("/docs/app.js", {"text/javascript; charset=utf-8", page_policy, fixed(kDocsScript)});
}

absl::Status Gateway::Parts::Serve(const config::v1::Gateway& config) {
  http::ServerOptions options;
  options.listen = config.listen();
  options.threads = static_cast<int>(config.threads());
  options.max_body_bytes = config.max_body_bytes();
  options.max_connections = static_cast<int>(config.max_connections());
  options.error_response = [this](int status, std::string_view reason) {
    return RefusedByServer(outside.clock, status, reason);
  };
  ASSIGN_OR_RETURN(server, http::Server::Start(
                               options,
                               [this](http::Request request, http::Responder respond) {
                                 api.Handle(std::move(request), std::move(respond));
                               },
                               [this](const http::Request& request) { return stream.Upgrade(request); }));
  health.Start(kHealthInterval);
  sync.Start(absl::Milliseconds(config.rate_limits().sync_interval_ms()));
  stream.Start();
  if (pump) pump->Start();
  return absl::OkStatus();
}

Gateway::Gateway(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Gateway::~Gateway() = default;

absl::StatusOr<std::unique_ptr<Gateway>> Gateway::Start(const config::v1::Gateway& config, Outside outside) {
  if (outside.upstreams.Find("auth") == nullptr) return absl::InvalidArgumentError("there is no upstream named auth");
  ASSIGN_OR_RETURN(std::unique_ptr<RouteTable> routes, RouteTable::Build(RouteTable::LinkedServices()));
  ASSIGN_OR_RETURN(std::unique_ptr<RequestSchemas> schemas, RequestSchemas::Build(RequestTypes(*routes)));
  ASSIGN_OR_RETURN(ClientAddresses addresses,
                   ClientAddresses::Make({config.trusted_proxies().begin(), config.trusted_proxies().end()}));
  ASSIGN_OR_RETURN(const Comments comments, LoadComments(config.descriptor_set()));
  auto parts =
      std::make_unique<Parts>(config, std::move(outside), std::move(routes), std::move(schemas), std::move(addresses));
  parts->AddDocuments(comments);
  RETURN_IF_ERROR(parts->Serve(config));
  log::Info("the API is served", {{"port", parts->server->port()}, {"routes", parts->routes->routes().size()}});
  return std::unique_ptr<Gateway>(new Gateway(std::move(parts)));
}

int Gateway::port() const { return parts_->server->port(); }
std::shared_ptr<const PlatformHealth> Gateway::health() const { return parts_->health.Latest(); }
void Gateway::CheckHealthNow() { parts_->health.CheckOnce(); }
void Gateway::TickStreams() { parts_->stream.TickAll(); }

void Gateway::Shutdown(absl::Duration grace) {
  parts_->server->Shutdown(grace);
  if (parts_->pump) parts_->pump->Stop();
  parts_->stream.Stop();
  // Waits for the history that is being read: after this, channels may go.
  parts_->indicators.Stop();
  parts_->histories.reset();
  parts_->sync.Stop();
  parts_->health.Stop();
}

}  // namespace mib::gateway
