#include "webhook.h"

#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>

#include <charconv>

#include "mib/base/errors.h"
#include "mib/security/crypto.h"

namespace mib::notification {

std::string WebhookBody(const events::v1::Alert& alert) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string body;
  // An alert holds text, a time and a map of texts: there is nothing in it that JSON cannot say.
  static_cast<void>(google::protobuf::util::MessageToJsonString(alert, &body, options));
  return body;
}

http::Request WebhookRequest(const DueDelivery& delivery, std::string_view secret, absl::Time now) {
  const std::string timestamp = fmt::format("{}", absl::ToUnixSeconds(now));
  const std::string signature =
      security::Hex(security::HmacSha256(secret, fmt::format("{}.{}", timestamp, delivery.body)));
  http::Request request;
  request.method = "POST";
  request.target = delivery.url;
  request.body = delivery.body;
  request.headers = {{"Content-Type", "application/json"},
                     {"User-Agent", "market-intel-brain"},
                     {"X-MIB-Delivery-Id", delivery.id},
                     {"X-MIB-Timestamp", timestamp},
                     {"X-MIB-Signature", "sha256=" + signature}};
  return request;
}

DeliveryStatus Classify(const absl::StatusOr<http::Response>& answer) {
  if (!answer.ok()) return errors::IsRetryable(answer.status()) ? DeliveryStatus::kPending : DeliveryStatus::kFailed;
  const int status = answer->status;
  if (status >= 200 && status < 300) return DeliveryStatus::kDelivered;
  return status == 408 || status == 429 || status >= 500 ? DeliveryStatus::kPending : DeliveryStatus::kFailed;
}

absl::Duration RetryAfter(const http::Response& response) {
  const std::string_view text = http::Find(response.headers, "Retry-After");
  int64_t seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && seconds > 0 ? absl::Seconds(seconds) : absl::ZeroDuration();
}

}  // namespace mib::notification
