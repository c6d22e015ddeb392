#include "exchange.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "error_answer.h"
#include "mib/base/errors.h"
#include "mib/base/log.h"
#include "mib/base/status.h"

namespace mib::gateway {
namespace {

constexpr std::string_view kJson = "application/json";

bool MatchesTag(std::string_view if_none_match, std::string_view tag) {
  return !tag.empty() && (if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos);
}

}  // namespace

void Finisher::Finish(Exchange& exchange, const Answer& answer, Source source) const {
  http::Response response;
  const std::string_view if_none_match = http::Find(exchange.request.headers, "if-none-match");
  if (answer.status == 200 && MatchesTag(if_none_match, answer.etag)) {
    response.status = 304;
  } else {
    Delivery delivery{clock_.Now(), exchange.request_id, source != Source::kService, source == Source::kStale,
                      exchange.cached.max_age};
    response.status = answer.status;
    response.body = BodyOf(answer, delivery);
    if (answer.status != 204) response.headers.emplace("Content-Type", kJson);
  }
  AddAnswerHeaders(exchange, answer, source, &response);
  Send(exchange, std::move(response));
}

void Finisher::AddAnswerHeaders(const Exchange& exchange, const Answer& answer, Source source,
                                http::Response* response) const {
  http::Headers& headers = response->headers;
  const Route& route = *exchange.match.route;
  if (!answer.etag.empty()) headers.emplace("ETag", answer.etag);
  const absl::Duration ttl = absl::Milliseconds(route.policy.cache().ttl_ms());
  if (ttl > absl::ZeroDuration()) {
    const absl::Duration max_age = source == Source::kService ? ttl : exchange.cached.max_age;
    headers.emplace("Cache-Control", fmt::format("private, max-age={}", absl::ToInt64Seconds(max_age)));
    headers.emplace("X-Cache", source == Source::kService ? "MISS" : source == Source::kCache ? "HIT" : "STALE");
  } else {
    headers.emplace("Cache-Control", route.method == "GET" && !route.bare ? "private, no-cache" : "no-store");
  }
  if (!answer.next_cursor.empty()) {
    headers.emplace("Link", fmt::format("<{}>; rel=\"next\"", NextPage(exchange.target, answer.next_cursor)));
  }
  if ((answer.status == 201 || answer.status == 202) && !answer.id.empty()) {
    const std::string location = fmt::format("{}/{}", exchange.target.path, http::UrlEncode(answer.id));
    if (routes_.Find("GET", location).route != nullptr) headers.emplace("Location", location);
  }
}

void Finisher::Fail(Exchange& exchange, const absl::Status& status) const {
  ErrorContext context{clock_.Now(), exchange.request_id, exchange.target.path, exchange.span.context().TraceIdHex(),
                       http::Find(exchange.request.headers, "accept")};
  http::Response response = ErrorAnswer(status, context);
  if (response.status >= 500) {
    const ScopedTrace scope(exchange.span.context(), exchange.request_id);
    log::Warning("a request failed", {{"path", exchange.target.path}, {"error", ToString(status)}});
  }
  // The limit that refused tells when to come again better than the error can.
  const bool limited = std::any_of(exchange.limits.begin(), exchange.limits.end(),
                                   [](const LimitState& state) { return !state.decision.allowed; });
  if (limited) response.headers.erase("Retry-After");
  if (response.status == 405) {
    response.headers.emplace("Allow", fmt::format("{}", fmt::join(exchange.match.allowed, ", ")));
  }
  response.headers.emplace("Cache-Control", "no-store");
  exchange.span.Fail(status);
  Send(exchange, std::move(response));
}

void Finisher::Send(Exchange& exchange, http::Response response, std::string_view content_policy) const {
  const absl::Time now = clock_.Now();
  AddSecurityHeaders(content_policy, &response.headers);
  cors_.AddHeaders(exchange.request, &response.headers);
  AddRateLimitHeaders(exchange.limits, now, &response.headers);
  response.headers.emplace("X-Request-ID", exchange.request_id);
  const absl::Duration took = now - exchange.started;
  probe_.Answered(exchange.match.route, response.status, absl::ToDoubleSeconds(took));
  exchange.span.Set("http.response.status_code", static_cast<int64_t>(response.status));
  if (options_.access_log) Log(exchange, response, took);
  exchange.span.End();
  exchange.respond(std::move(response));
}

void Finisher::Log(const Exchange& exchange, const http::Response& response, absl::Duration took) const {
  const ScopedTrace scope(exchange.span.context(), exchange.request_id);
  // The query stays out: it may hold an API key.
  const std::string_view path = std::string_view(exchange.request.target).substr(0, exchange.request.target.find('?'));
  log::Info("request", {{"method", exchange.request.method},
                        {"path", path},
                        {"route", exchange.match.route == nullptr ? "none" : exchange.match.route->pattern},
                        {"status", response.status},
                        {"duration_ms", absl::ToDoubleMilliseconds(took)},
                        {"bytes", response.body.size()},
                        {"user_id", exchange.identity == nullptr ? "" : exchange.identity->principal.user_id},
                        {"ip_address", exchange.client_ip}});
}

}  // namespace mib::gateway
