#include "delivery_worker.h"

#include <fmt/format.h>

#include <algorithm>

#include "mib/base/log.h"
#include "mib/base/status.h"
#include "mib/base/trace_context.h"
#include "mib/telemetry/trace.h"
#include "webhook.h"

namespace mib::notification {
namespace {

constexpr int kLeasedAtOnce = 4;

// FNV-1a: the same delivery has the same waits in every process.
uint64_t SeedOf(std::string_view id) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : id) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return hash;
}

std::string ErrorOf(const absl::StatusOr<http::Response>& answer, DeliveryStatus status) {
  if (!answer.ok()) return MessageOf(answer.status());
  return status == DeliveryStatus::kDelivered ? "" : fmt::format("the receiver answered {}", answer->status);
}

}  // namespace

absl::StatusOr<bool> DeliveryWorker::Step() {
  // Leases outlast the slowest answers of the whole handful, so nobody else sends meanwhile.
  const absl::Duration lease = options_.timeout * (kLeasedAtOnce + 1) + absl::Seconds(10);
  ASSIGN_OR_RETURN(const auto due, store_.Lease(kLeasedAtOnce, clock_.Now(), lease));
  for (const DueDelivery& delivery : due) RETURN_IF_ERROR(Deliver(delivery));
  return due.size() == kLeasedAtOnce;
}

absl::Status DeliveryWorker::Deliver(const DueDelivery& delivery) {
  const absl::Time begun = clock_.Now();
  const auto answer = Send(delivery);
  probe_.delivery_seconds.Observe(absl::ToDoubleSeconds(clock_.Now() - begun));

  Attempt attempt{.delivery_id = delivery.id,
                  .attempt = delivery.attempt,
                  .status = Classify(answer),
                  .http_status = answer.ok() ? answer->status : 0,
                  .error = {},
                  .attempted_at = begun,
                  .next_attempt_at = {}};
  attempt.error = ErrorOf(answer, attempt.status);
  if (attempt.status == DeliveryStatus::kPending && delivery.attempt >= options_.backoff.attempts) {
    attempt.status = DeliveryStatus::kFailed;
    attempt.error += fmt::format("; given up after {} attempts", delivery.attempt);
  }
  if (attempt.status == DeliveryStatus::kPending) {
    const absl::Duration asked = answer.ok() ? RetryAfter(*answer) : absl::ZeroDuration();
    attempt.next_attempt_at = clock_.Now() + std::max(WaitAfter(delivery), std::min(asked, options_.backoff.cap));
  }
  if (attempt.status == DeliveryStatus::kFailed) {
    log::Warning("a delivery failed for good",
                 {{"delivery_id", delivery.id}, {"attempt", delivery.attempt}, {"reason", attempt.error}});
  }
  Count(attempt.status);
  return store_.Record(attempt);
}

absl::StatusOr<http::Response> DeliveryWorker::Send(const DueDelivery& delivery) {
  const auto parent = TraceContext::FromTraceparent(delivery.traceparent).value_or(TraceContext{});
  telemetry::Span span("deliver alert", telemetry::SpanKind::kClient, parent);
  const auto secret = secrets_.Open(delivery.sealed_secret, delivery.channel_id);
  // Not the receiver's fault, and not mended by waiting: the key file is not the one that sealed it.
  if (!secret.ok()) return absl::FailedPreconditionError("the channel's secret cannot be opened with this key");
  auto answer = client_.Send(WebhookRequest(delivery, *secret, clock_.Now()), options_.timeout);
  span.Fail(answer.status());
  return answer;
}

absl::Duration DeliveryWorker::WaitAfter(const DueDelivery& delivery) const {
  resilience::Backoff backoff(options_.backoff, SeedOf(delivery.id));
  absl::Duration wait;
  for (int64_t i = 0; i < delivery.attempt; ++i) wait = backoff.Next();
  return wait;
}

void DeliveryWorker::Count(DeliveryStatus status) {
  switch (status) {
    case DeliveryStatus::kDelivered:
      return probe_.deliveries_delivered.Increment();
    case DeliveryStatus::kPending:
      return probe_.deliveries_retried.Increment();
    case DeliveryStatus::kFailed:
      return probe_.deliveries_failed.Increment();
  }
}

}  // namespace mib::notification
