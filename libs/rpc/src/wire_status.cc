#include "wire_status.h"

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"

namespace mib::rpc {
namespace {

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

}  // namespace

absl::Status ForCaller(const absl::Status& status) {
  const api::v1::ErrorCode code = CodeOf(status);
  if (code == api::v1::INTERNAL) return errors::Make(api::v1::INTERNAL, "internal error");
  if (errors::SerializeDetail(status).empty() && errors::IsRetryable(status)) {
    return errors::Make(code, errors::MeaningOf(code).title());
  }
  return status;
}

grpc::Status ToWire(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), MessageOf(status), errors::SerializeDetail(status));
}

absl::Status FromWire(const grpc::Status& status, std::string_view service) {
  if (status.ok()) return absl::OkStatus();
  if (status.error_details().empty()) {
    switch (status.error_code()) {
      case grpc::StatusCode::UNAVAILABLE:
        return errors::Make(api::v1::SERVICE_UNAVAILABLE, fmt::format("The service {} does not answer.", service));
      case grpc::StatusCode::DEADLINE_EXCEEDED:
        return errors::Make(api::v1::UPSTREAM_TIMEOUT, fmt::format("The service {} did not answer in time.", service));
      default:
        break;
    }
  }
  const std::string& text = status.error_message();
  return errors::WithDetail(
      absl::Status(static_cast<absl::StatusCode>(status.error_code()), absl::string_view(text.data(), text.size())),
      status.error_details());
}

bool BlamesCallee(const absl::Status& status) {
  switch (CodeOf(status)) {
    case api::v1::RATE_LIMITED:
    case api::v1::UPSTREAM_BUDGET_EXHAUSTED:
    case api::v1::UPSTREAM_ERROR:
    case api::v1::CIRCUIT_OPEN:
      return false;
    default:
      return !status.ok();
  }
}

bool MayRetry(const absl::Status& status) {
  // A provider that failed, an open circuit and a full queue will not be better a moment later.
  return absl::IsAborted(status) || CodeOf(status) == api::v1::SERVICE_UNAVAILABLE;
}

}  // namespace mib::rpc
