#include "api.h"

#include <fmt/format.h>

#include <algorithm>

#include "google/protobuf/arena.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::gateway {
namespace {

constexpr std::string_view kLocalUpstream = "gateway";
// Asked by schedulers, many times a minute: never refused.
constexpr std::string_view kProbeClass = "probe";
constexpr std::string_view kLoginClass = "login";
constexpr size_t kMaxUserAgent = 256;

/// gRPC metadata carries printable ASCII only.
std::string Printable(std::string_view text) {
  std::string out(text.substr(0, kMaxUserAgent));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

/// The path as it was sent, without the origin that a proxy's client writes before it.
std::string_view RawPath(const http::Request& request) {
  std::string_view path(request.target);
  if (const size_t scheme = path.find("://"); !path.starts_with('/') && scheme != std::string_view::npos) {
    path.remove_prefix(std::min(path.find('/', scheme + 3), path.size()));
  }
  return path.substr(0, path.find_first_of("?#"));
}

absl::Status ReadDecimalStyle(const http::Target& target, const http::Headers& headers, DecimalStyle* style) {
  if (http::Find(headers, "accept").find("decimals=string") != std::string_view::npos) *style = DecimalStyle::kString;
  for (const auto& [name, value] : target.query) {
    if (name != "decimals") continue;
    if (value != "string" && value != "number")
      return errors::Invalid({{"decimals", "must be one of: number, string"}});
    *style = value == "string" ? DecimalStyle::kString : DecimalStyle::kNumber;
  }
  return absl::OkStatus();
}

absl::Status TooMany(const std::vector<LimitState>& states) {
  const auto refused =
      std::find_if(states.begin(), states.end(), [](const LimitState& state) { return !state.decision.allowed; });
  return errors::Make(api::v1::RATE_LIMITED, "Too many requests. Retry-After tells when to try again.",
                      {{"limit", std::string(refused->name)}});
}

absl::Status NoRoute(const Exchange& exchange) {
  const std::string& path = exchange.target.path;
  if (exchange.match.allowed.empty())
    return errors::Make(api::v1::NOT_FOUND, fmt::format("There is nothing at {}.", path));
  return errors::Make(api::v1::METHOD_NOT_ALLOWED,
                      fmt::format("{} does not accept {}.", path, exchange.request.method));
}

}  // namespace

Api::Api(const Parts& parts, int max_in_flight) : parts_(parts), max_in_flight_(max_in_flight) {
  for (const auto& route : parts_.routes.routes()) {
    responses_.push_back(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(route->rpc->output_type()));
  }
}

ExchangePtr Api::Begin(http::Request request, http::Responder respond) const {
  const absl::Time now = parts_.clock.Now();
  const std::optional<TraceContext> parent = TraceContext::FromTraceparent(http::Find(request.headers, "traceparent"));
  auto exchange =
      std::make_shared<Exchange>(std::move(request), std::move(respond), parent.value_or(TraceContext{}), now);
  exchange->request_id = RequestIdOf(exchange->request.headers);
  if (exchange->request_id.empty()) exchange->request_id = NewRequestId(now);
  exchange->client_ip = parts_.addresses.Of(exchange->request.remote_ip, exchange->request.headers);
  exchange->limit_key = LimitKeyOf(exchange->client_ip);
  return exchange;
}

void Api::Handle(http::Request request, http::Responder respond) {
  const ExchangePtr exchange = Begin(std::move(request), std::move(respond));
  if (!http::ParseTarget(exchange->request.target, &exchange->target)) {
    return parts_.finisher.Fail(*exchange,
                                errors::Make(api::v1::MALFORMED_REQUEST, "The address holds a broken percent-escape."));
  }
  if (Cors::IsPreflight(exchange->request)) return Preflight(*exchange);
  exchange->match = FindRoute(exchange->request);
  const Documents::Document* document = parts_.documents.Find(exchange->target.path);
  if (const absl::Status status = LimitAddress(*exchange, document); !status.ok())
    return parts_.finisher.Fail(*exchange, status);
  if (document != nullptr) return Serve(*document, *exchange);
  if (exchange->match.route == nullptr) return parts_.finisher.Fail(*exchange, NoRoute(*exchange));
  Identify(exchange);
}

void Api::Preflight(Exchange& exchange) const {
  std::vector<std::string> methods = parts_.routes.Find("OPTIONS", RawPath(exchange.request)).allowed;
  parts_.finisher.Send(exchange, parts_.cors.Preflight(exchange.request, methods));
}

void Api::Serve(const Documents::Document& document, Exchange& exchange) const {
  const std::string& method = exchange.request.method;
  if (method != "GET" && method != "HEAD") {
    exchange.match.allowed = {"GET"};
    return parts_.finisher.Fail(exchange, errors::Make(api::v1::METHOD_NOT_ALLOWED, "This page can only be read."));
  }
  http::Response response;
  response.headers.emplace("Content-Type", document.content_type);
  response.headers.emplace("Cache-Control", "no-cache");
  response.body = document.render();
  parts_.finisher.Send(exchange, std::move(response), document.content_policy);
}

Match Api::FindRoute(const http::Request& request) const {
  const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  return parts_.routes.Find(method, RawPath(request));
}

absl::Status Api::LimitAddress(Exchange& exchange, const Documents::Document* document) {
  if (document != nullptr && !document->limited) return absl::OkStatus();
  const std::string_view rate_class =
      exchange.match.route ? exchange.match.route->policy.rate_class() : std::string_view();
  if (rate_class == kProbeClass) return absl::OkStatus();
  const bool passes = parts_.limits.TakeForAddress(exchange.limit_key, rate_class == kLoginClass, &exchange.limits);
  return passes ? absl::OkStatus() : TooMany(exchange.limits);
}

void Api::Identify(const ExchangePtr& exchange) {
  const auto go_on = [this, exchange](absl::StatusOr<IdentityPtr> identity) {
    if (const absl::Status status = Admit(*exchange, std::move(identity)); !status.ok()) {
      return parts_.finisher.Fail(*exchange, status);
    }
    Respond(exchange);
  };
  // Wrong credentials do not keep anyone from what is open to all.
  if (exchange->match.route->policy.permission() == api::v1::PUBLIC) return go_on(std::make_shared<Identity>());
  const absl::StatusOr<Credentials> credentials = CredentialsOf(exchange->request, exchange->target);
  if (!credentials.ok()) return go_on(credentials.status());
  const ScopedTrace scope(exchange->span.context(), exchange->request_id);
  parts_.authenticator.Authenticate(*credentials, go_on);
}

absl::Status Api::Admit(Exchange& exchange, absl::StatusOr<IdentityPtr> identity) {
  if (!identity.ok()) return identity.status();
  exchange.identity = *std::move(identity);
  const rpc::Principal& principal = exchange.identity->principal;
  const api::v1::Policy& policy = exchange.match.route->policy;
  if (policy.permission() != api::v1::PUBLIC && !principal.authenticated()) {
    parts_.probe.AuthFailure("missing").Increment();
    return errors::Make(api::v1::UNAUTHENTICATED,
                        "This needs an access token (Authorization: Bearer) or an API key (X-API-Key).");
  }
  const bool any = policy.permission() == api::v1::PUBLIC || policy.permission() == api::v1::AUTHENTICATED;
  if (!any && !principal.Has(policy.permission())) {
    parts_.probe.AuthFailure("permission").Increment();
    const std::string required = rpc::PermissionName(policy.permission());
    return errors::Make(api::v1::PERMISSION_DENIED, fmt::format("This needs the permission {}.", required),
                        {{"required", required}});
  }
  if (policy.rate_class() != kProbeClass &&
      !parts_.limits.TakeForIdentity(*exchange.identity, exchange.limit_key, &exchange.limits)) {
    return TooMany(exchange.limits);
  }
  return absl::OkStatus();
}

void Api::Respond(const ExchangePtr& exchange) {
  absl::Status status = ReadDecimalStyle(exchange->target, exchange->request.headers, &exchange->decimals);
  if (!status.ok()) return parts_.finisher.Fail(*exchange, status);
  const Route& route = *exchange->match.route;
  if (route.policy.cache().ttl_ms() > 0 && route.method == "GET") {
    exchange->cache_key = CacheKey(route, exchange->target, exchange->decimals);
    exchange->cached = parts_.cache.Find(exchange->cache_key);
    if (exchange->cached.answer && !exchange->cached.stale) {
      return parts_.finisher.Finish(*exchange, *exchange->cached.answer, Finisher::Source::kCache);
    }
  }
  auto message = parts_.reader.Read(exchange->match, exchange->target, exchange->request);
  if (!message.ok()) return parts_.finisher.Fail(*exchange, message.status());
  exchange->message = *std::move(message);
  if (route.upstream == kLocalUpstream) return CallLocal(*exchange);
  CallUpstream(exchange);
}

void Api::CallLocal(Exchange& exchange) const {
  const Route& route = *exchange.match.route;
  const absl::StatusOr<LocalService::Reply> reply = parts_.local.Call(*route.rpc);
  if (!reply.ok()) return parts_.finisher.Fail(exchange, reply.status());
  auto answer =
      std::make_shared<Answer>(*MakeAnswer(route, *exchange.message, *reply->message, parts_.json, exchange.decimals));
  answer->status = reply->http_status;
  parts_.finisher.Finish(exchange, *answer, Finisher::Source::kService);
}

void Api::CallUpstream(const ExchangePtr& exchange) {
  const Route& route = *exchange->match.route;
  rpc::Channel* channel = parts_.upstreams.Find(route.upstream);
  if (channel == nullptr) {
    return parts_.finisher.Fail(*exchange,
                                errors::Make(api::v1::SERVICE_UNAVAILABLE, "no such upstream: " + route.upstream));
  }
  if (in_flight_.fetch_add(1) >= max_in_flight_) {
    --in_flight_;
    return parts_.finisher.Fail(*exchange, errors::Make(api::v1::OVERLOADED, "too many calls under way"));
  }
  parts_.probe.in_flight.Increment();
  rpc::CallOptions options;
  if (exchange->identity->principal.authenticated()) options.principal = &exchange->identity->principal;
  options.request_id = exchange->request_id;
  options.client_ip = exchange->client_ip;
  options.user_agent = Printable(http::Find(exchange->request.headers, "user-agent"));
  const ScopedTrace scope(exchange->span.context(), exchange->request_id);
  channel->CallBytes(route.rpc_name, exchange->message->SerializeAsString(), options,
                     [this, exchange](const absl::Status& status, const std::string& bytes) {
                       TakeReply(*exchange, status, bytes);
                       parts_.probe.in_flight.Decrement();
                       --in_flight_;
                     });
}

void Api::TakeReply(Exchange& exchange, const absl::Status& status, const std::string& bytes) {
  if (!status.ok()) {
    const bool away =
        status.code() == absl::StatusCode::kUnavailable || status.code() == absl::StatusCode::kDeadlineExceeded;
    if (!away || !exchange.cached.answer) return parts_.finisher.Fail(exchange, status);
    parts_.probe.cache_stale.Increment();
    return parts_.finisher.Finish(exchange, *exchange.cached.answer, Finisher::Source::kStale);
  }
  const Route& route = *exchange.match.route;
  google::protobuf::Arena arena;
  google::protobuf::Message* response = responses_[route.index]->New(&arena);
  if (!response->ParseFromString(bytes)) {
    return parts_.finisher.Fail(exchange, absl::InternalError("the answer of " + route.rpc_name + " cannot be read"));
  }
  const AnswerPtr answer = MakeAnswer(route, *exchange.message, *response, parts_.json, exchange.decimals);
  if (!exchange.cache_key.empty()) {
    parts_.cache.Store(exchange.cache_key, answer, absl::Milliseconds(route.policy.cache().ttl_ms()));
  }
  parts_.finisher.Finish(exchange, *answer, Finisher::Source::kService);
}

}  // namespace mib::gateway
