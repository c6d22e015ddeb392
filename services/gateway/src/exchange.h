#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "answer.h"
#include "identity.h"
#include "json_writer.h"
#include "mib/base/clock.h"
#include "mib/http/server.h"
#include "mib/telemetry/trace.h"
#include "probe.h"
#include "rate_limits.h"
#include "response_cache.h"
#include "route_table.h"
#include "web_headers.h"

namespace mib::gateway {

/// One request on its way through the gateway, with all that was found out about it. Touched by one thread at a time.
struct Exchange {
  Exchange(http::Request the_request, http::Responder the_responder, const TraceContext& parent, absl::Time now)
      : request(std::move(the_request)),
        respond(std::move(the_responder)),
        started(now),
        span(request.method, telemetry::SpanKind::kServer, parent, telemetry::Span::Scope::kDetached) {}

  http::Request request;
  http::Responder respond;
  absl::Time started;
  telemetry::Span span;
  http::Target target;
  std::string request_id;
  std::string client_ip;
  std::string limit_key;
  Match match;
  /// Null until it is known.
  IdentityPtr identity;
  std::vector<LimitState> limits;
  DecimalStyle decimals = DecimalStyle::kNumber;
  std::string cache_key;
  /// What the cache had; used when it is fresh, or when the service is away.
  ResponseCache::Hit cached;
  std::unique_ptr<google::protobuf::Message> message;
};
using ExchangePtr = std::shared_ptr<Exchange>;

/// Ends exchanges: makes the HTTP answer, with the headers that every answer has, and leaves the trace of it in
/// metrics, log and span. Thread safe; each exchange is ended once.
class Finisher {
 public:
  struct Options {
    bool access_log = true;
  };
  Finisher(const Options& options, const RouteTable& routes, const Cors& cors, const Clock& clock, Probe& probe)
      : options_(options), routes_(routes), cors_(cors), clock_(clock), probe_(probe) {}

  enum class Source { kService, kCache, kStale };

  void Finish(Exchange& exchange, const Answer& answer, Source source) const;
  void Fail(Exchange& exchange, const absl::Status& status) const;
  /// An answer made elsewhere; `content_policy` is its Content-Security-Policy.
  void Send(Exchange& exchange, http::Response response, std::string_view content_policy = kApiContentPolicy) const;

 private:
  void AddAnswerHeaders(const Exchange& exchange, const Answer& answer, Source source, http::Response* response) const;
  void Log(const Exchange& exchange, const http::Response& response, absl::Duration took) const;

  const Options options_;
  const RouteTable& routes_;
  const Cors& cors_;
  const Clock& clock_;
  Probe& probe_;
};

}  // namespace mib::gateway
