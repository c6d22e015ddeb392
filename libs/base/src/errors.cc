#include "mib/base/errors.h"

#include <map>

#include "absl/strings/cord.h"
#include "fmt/format.h"
#include "mib/api/v1/annotations.pb.h"
#include "mib/base/status.h"
#include "mib/base/utf8.h"

namespace mib::errors {
namespace {

constexpr char kPayloadType[] = "type.googleapis.com/mib.api.v1.ErrorDetail";

absl::StatusCode CanonicalCode(std::string_view name) {
  static const auto* const codes = new std::map<std::string, absl::StatusCode, std::less<>>([] {
    std::map<std::string, absl::StatusCode, std::less<>> all;
    for (int code = 0; code <= static_cast<int>(absl::StatusCode::kUnauthenticated); ++code) {
      all.emplace(absl::StatusCodeToString(static_cast<absl::StatusCode>(code)), static_cast<absl::StatusCode>(code));
    }
    return all;
  }());
  const auto found = codes->find(name);
  return found == codes->end() ? absl::StatusCode::kInternal : found->second;
}

// For statuses that were made without the catalogue: by libraries, by gRPC itself.
api::v1::ErrorCode CodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return api::v1::ERROR_CODE_UNSPECIFIED;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return api::v1::MALFORMED_REQUEST;
    case absl::StatusCode::kUnauthenticated:
      return api::v1::UNAUTHENTICATED;
    case absl::StatusCode::kPermissionDenied:
      return api::v1::PERMISSION_DENIED;
    case absl::StatusCode::kNotFound:
      return api::v1::NOT_FOUND;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kFailedPrecondition:
      return api::v1::CONFLICT;
    case absl::StatusCode::kResourceExhausted:
      return api::v1::RATE_LIMITED;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return api::v1::SERVICE_UNAVAILABLE;
    case absl::StatusCode::kDeadlineExceeded:
      return api::v1::UPSTREAM_TIMEOUT;
    default:
      // Unimplemented too: that one of our services lacks an RPC which another calls is a fault of ours.
      return api::v1::INTERNAL;
  }
}

absl::Status WithPayload(absl::StatusCode code, std::string_view message, const api::v1::ErrorDetail& detail) {
  absl::Status status(code, absl::string_view(message.data(), message.size()));
  status.SetPayload(kPayloadType, absl::Cord(detail.SerializeAsString()));
  return status;
}

}  // namespace

const api::v1::ErrorMeaning& MeaningOf(api::v1::ErrorCode code) {
  static const auto* const meanings = new std::map<int, api::v1::ErrorMeaning>([] {
    std::map<int, api::v1::ErrorMeaning> all;
    const google::protobuf::EnumDescriptor* catalogue = api::v1::ErrorCode_descriptor();
    for (int i = 0; i < catalogue->value_count(); ++i) {
      all[catalogue->value(i)->number()] = catalogue->value(i)->options().GetExtension(api::v1::error);
    }
    return all;
  }());
  const auto found = meanings->find(code);
  // A code that a newer service made and this one does not know, or none at all.
  const bool known = found != meanings->end() && found->second.http() != 0;
  return known ? found->second : meanings->at(api::v1::INTERNAL);
}

absl::Status Make(api::v1::ErrorCode code, std::string_view message, const Details& details) {
  api::v1::ErrorDetail detail;
  detail.set_code(code);
  for (const auto& [key, value] : details) (*detail.mutable_details())[WellFormedUtf8(key)] = WellFormedUtf8(value);
  return WithPayload(CanonicalCode(MeaningOf(code).grpc()), message, detail);
}

absl::Status Invalid(const std::vector<std::pair<std::string, std::string>>& field_and_message) {
  api::v1::ErrorDetail detail;
  detail.set_code(api::v1::VALIDATION_FAILED);
  std::string text;
  for (const auto& [field, message] : field_and_message) {
    api::v1::FieldViolation* violation = detail.add_violations();
    violation->set_field(WellFormedUtf8(field));
    violation->set_message(WellFormedUtf8(message));
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", field, message);
  }
  return WithPayload(absl::StatusCode::kInvalidArgument, text, detail);
}

absl::Status UnknownSymbol(std::string_view symbol, std::string_view suggestion) {
  Details details = {{"symbol", std::string(symbol)}};
  if (!suggestion.empty()) details.emplace_back("suggestion", suggestion);
  return Make(api::v1::INVALID_SYMBOL, fmt::format("There is no instrument '{}'.", symbol), details);
}

api::v1::ErrorDetail DetailOf(const absl::Status& status) {
  api::v1::ErrorDetail detail;
  const std::string bytes = SerializeDetail(status);
  if (!bytes.empty() && detail.ParseFromString(bytes)) return detail;
  detail.Clear();
  detail.set_code(CodeOf(status.code()));
  return detail;
}

std::string SerializeDetail(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kPayloadType);
  return payload ? std::string(*payload) : std::string();
}

absl::Status WithDetail(absl::Status status, std::string_view serialized_detail) {
  api::v1::ErrorDetail detail;
  const bool readable = detail.ParseFromArray(serialized_detail.data(), static_cast<int>(serialized_detail.size()));
  if (!status.ok() && !serialized_detail.empty() && readable) {
    status.SetPayload(kPayloadType, absl::Cord(absl::string_view(serialized_detail.data(), serialized_detail.size())));
  }
  return status;
}

bool IsRetryable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return false;
  }
}

}  // namespace mib::errors
