#include "probe.h"

#include <algorithm>

namespace mib::gateway {

Probe::Probe(telemetry::Metrics& metrics, const RouteTable& routes)
    : cache_hits(metrics.Counter("mib_gateway_cache_total", "Answers of cacheable routes, by where they came from.",
                                 {{"result", "hit"}})),
      cache_misses(metrics.Counter("mib_gateway_cache_total", "", {{"result", "miss"}})),
      cache_stale(metrics.Counter("mib_gateway_cache_total", "", {{"result", "stale"}})),
      rate_limit_fallback(metrics.Counter("mib_gateway_rate_limit_fallback_total",
                                          "Buckets that could not be shared with the other gateways.")),
      in_flight(metrics.Gauge("mib_gateway_in_flight", "Calls to services under way.")),
      stream_connections(metrics.Gauge("mib_gateway_stream_connections", "Open WebSockets.")),
      stream_dropped(
          metrics.Counter("mib_gateway_stream_dropped_total", "Frames not sent because the client was too slow.")),
      stream_unreadable(
          metrics.Counter("mib_gateway_stream_unreadable_total", "Records of the log that could not be read.")),
      stream_indicators(metrics.Gauge("mib_gateway_stream_indicators", "Indicators kept up for who follows them.")),
      unrouted_(MakeRouteProbe(metrics, "none", "any")),
      stream_histories_read_(metrics.Counter("mib_gateway_stream_histories_total",
                                             "Times that bars were read for an indicator to begin, or begin anew.",
                                             {{"result", "read"}})),
      stream_histories_failed_(metrics.Counter("mib_gateway_stream_histories_total", "", {{"result", "failed"}})) {
  for (const auto& route : routes.routes()) routes_.push_back(MakeRouteProbe(metrics, route->pattern, route->method));
  for (const char* limit : {"ip", "login", "anonymous", "user", "key"}) {
    rate_limited_[limit] = &metrics.Counter("mib_gateway_rate_limited_total",
                                            "Requests refused, by the limit that refused them.", {{"limit", limit}});
  }
  for (const char* reason : {"missing", "expired", "invalid_token", "invalid_key", "permission", "unavailable"}) {
    auth_failures_[reason] =
        &metrics.Counter("mib_gateway_auth_failures_total", "Requests not let in, by reason.", {{"reason", reason}});
  }
  for (const char* channel : {"bars", "indicators", "quotes", "alerts"}) {
    stream_messages_[channel] =
        &metrics.Counter("mib_gateway_stream_messages_total", "Frames sent to subscribers.", {{"channel", channel}});
  }
}

Probe::RouteProbe Probe::MakeRouteProbe(telemetry::Metrics& metrics, const std::string& route,
                                        const std::string& method) {
  RouteProbe probe{};
  for (size_t i = 0; i < probe.answers.size(); ++i) {
    probe.answers[i] =
        &metrics.Counter("mib_gateway_requests_total", "Requests answered.",
                         {{"route", route}, {"method", method}, {"status_class", std::to_string(i + 1) + "xx"}});
  }
  probe.seconds = &metrics.Histogram("mib_gateway_request_duration_seconds", "From the whole request to the answer.",
                                     {{"route", route}, {"method", method}});
  return probe;
}

void Probe::Answered(const Route* route, int status, double seconds) {
  const RouteProbe& probe = route == nullptr ? unrouted_ : routes_[route->index];
  probe.answers[static_cast<size_t>(std::clamp(status / 100, 1, 5) - 1)]->Increment();
  probe.seconds->Observe(seconds);
}

prometheus::Counter& Probe::Of(const Counters& counters, std::string_view label) {
  return *counters.at(std::string(label));
}
prometheus::Counter& Probe::RateLimited(std::string_view limit) { return Of(rate_limited_, limit); }
prometheus::Counter& Probe::AuthFailure(std::string_view reason) { return Of(auth_failures_, reason); }
prometheus::Counter& Probe::StreamMessages(std::string_view channel) { return Of(stream_messages_, channel); }

}  // namespace mib::gateway
