#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "delivery_store.h"
#include "mib/events/v1/alert_events.pb.h"
#include "mib/http/message.h"

namespace mib::notification {

/// The alert as JSON: what receivers get, the same bytes on every attempt.
std::string WebhookBody(const events::v1::Alert& alert);

/// POST with
///   X-MIB-Delivery-Id  the same on every attempt, so that a receiver can tell a repetition
///   X-MIB-Timestamp    Unix seconds of this attempt
///   X-MIB-Signature    "sha256=" and the hexadecimal HMAC-SHA256, under the channel's secret, of timestamp + "." +
///   body
http::Request WebhookRequest(const DueDelivery& delivery, std::string_view secret, absl::Time now);

/// kDelivered for 2xx; kPending (try again) for 408, 429, 5xx and where there was no answer; kFailed for everything
/// else, which trying again will not mend: redirects, other 4xx, addresses that may not be called.
DeliveryStatus Classify(const absl::StatusOr<http::Response>& answer);

/// How long the receiver asks to be left alone (Retry-After in seconds); zero when it does not say.
absl::Duration RetryAfter(const http::Response& response);

}  // namespace mib::notification
