#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "budget.h"
#include "mib/base/clock.h"
#include "mib/http/client.h"
#include "mib/resilience/backoff.h"
#include "mib/resilience/circuit_breaker.h"
#include "probe.h"

namespace mib::ingestion {

struct SourceClientOptions {
  std::string source;
  /// Taken out of every message: a provider's error text may repeat it.
  std::string secret = {};
  absl::Duration timeout = absl::Seconds(15);
  /// A budget that opens again within so much is waited for; longer than that is an error.
  absl::Duration max_budget_wait = absl::Seconds(2);
  resilience::BackoffPolicy retry = {};
  resilience::BreakerOptions breaker = {};
};

/// GETs from one provider: within its budget, retried, behind a circuit breaker. Thread safe; blocks.
///
/// Errors: UPSTREAM_BUDGET_EXHAUSTED, CIRCUIT_OPEN, UPSTREAM_ERROR (5xx, retryable), NOT_FOUND (404), INVALID_ARGUMENT
/// (other 4xx), and those of http::Client. No message carries the URL's query or the secret.
class SourceClient {
 public:
  SourceClient(SourceClientOptions options, http::Client& http, Budget& budget, SourceProbe& probe, Clock& clock);

  /// The body of a 2xx answer.
  absl::StatusOr<std::string> Get(const std::string& url);
  /// No new try begins after this.
  void Stop() { stopping_ = true; }
  Budget& budget() { return budget_; }
  /// `text` without the secret.
  std::string Redact(std::string text) const;

 private:
  absl::Status WaitForBudget();
  absl::StatusOr<std::string> GetOnce(const std::string& url);
  absl::StatusOr<std::string> Judge(http::Response response);

  const SourceClientOptions options_;
  http::Client& http_;
  Budget& budget_;
  SourceProbe& probe_;
  Clock& clock_;
  resilience::CircuitBreaker breaker_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace mib::ingestion
