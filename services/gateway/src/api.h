#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "authenticator.h"
#include "client_address.h"
#include "documents.h"
#include "exchange.h"
#include "local_service.h"
#include "rate_limits.h"
#include "request_reader.h"
#include "response_cache.h"
#include "upstreams.h"

namespace mib::gateway {

/// The way of a request: address limit, route, identity, permission, identity limit, cache, request message, the
/// service's RPC, answer. No step blocks: the service's answer, and auth's where it has to be asked, arrive on other
/// threads and go on from there. Thread safe. Everything given to the constructor outlives this, and calls under way
/// end before this does (Drained).
class Api {
 public:
  struct Parts {
    const RouteTable& routes;
    const RequestReader& reader;
    const JsonWriter& json;
    const Upstreams& upstreams;
    const LocalService& local;
    const Documents& documents;
    const ClientAddresses& addresses;
    const Cors& cors;
    Authenticator& authenticator;
    RateLimits& limits;
    ResponseCache& cache;
    const Finisher& finisher;
    const Clock& clock;
    Probe& probe;
  };
  Api(const Parts& parts, int max_in_flight);

  /// Answers one request; for http::Server.
  void Handle(http::Request request, http::Responder respond);

 private:
  ExchangePtr Begin(http::Request request, http::Responder respond) const;
  void Preflight(Exchange& exchange) const;
  void Serve(const Documents::Document& document, Exchange& exchange) const;
  Match FindRoute(const http::Request& request) const;
  absl::Status LimitAddress(Exchange& exchange, const Documents::Document* document);
  void Identify(const ExchangePtr& exchange);
  absl::Status Admit(Exchange& exchange, absl::StatusOr<IdentityPtr> identity);
  void Respond(const ExchangePtr& exchange);
  void CallLocal(Exchange& exchange) const;
  void CallUpstream(const ExchangePtr& exchange);
  void TakeReply(Exchange& exchange, const absl::Status& status, const std::string& bytes);

  const Parts parts_;
  const int max_in_flight_;
  std::atomic<int> in_flight_{0};
  /// By Route::index.
  std::vector<const google::protobuf::Message*> responses_;
};

}  // namespace mib::gateway
