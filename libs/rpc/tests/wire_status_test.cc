#include "wire_status.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/errors.h"
#include "mib/base/status.h"

namespace mib::rpc {
namespace {

api::v1::ErrorCode CodeOf(const absl::Status& status) { return errors::DetailOf(status).code(); }

}  // namespace

TEST_CASE("Where nobody answers the error names the service and what happened", "[unit][rpc]") {
  const absl::Status away =
      FromWire(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connect failed: 127.0.0.1:7101"), "auth");
  CHECK(CodeOf(away) == api::v1::SERVICE_UNAVAILABLE);
  CHECK(MessageOf(away) == "The service auth does not answer.");
  const absl::Status late = FromWire(grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "Deadline Exceeded"), "auth");
  CHECK(CodeOf(late) == api::v1::UPSTREAM_TIMEOUT);
}

TEST_CASE("An error survives the wire with its detail", "[unit][rpc]") {
  const absl::Status sent =
      errors::Make(api::v1::ACCOUNT_LOCKED, "Too many wrong passwords.", {{"retry_after_s", "900"}});
  const absl::Status received = FromWire(ToWire(sent), "auth");
  CHECK(received.code() == absl::StatusCode::kPermissionDenied);
  CHECK(MessageOf(received) == "Too many wrong passwords.");
  CHECK(CodeOf(received) == api::v1::ACCOUNT_LOCKED);
  CHECK(errors::DetailOf(received).details().at("retry_after_s") == "900");
  CHECK(FromWire(ToWire(absl::OkStatus()), "auth").ok());
}

TEST_CASE("What stands behind the callee does not speak against the callee", "[unit][rpc]") {
  for (const auto code :
       {api::v1::UPSTREAM_ERROR, api::v1::UPSTREAM_BUDGET_EXHAUSTED, api::v1::RATE_LIMITED, api::v1::CIRCUIT_OPEN}) {
    CHECK_FALSE(BlamesCallee(errors::Make(code, "x")));
  }
  for (const auto code :
       {api::v1::INTERNAL, api::v1::SERVICE_UNAVAILABLE, api::v1::OVERLOADED, api::v1::UPSTREAM_TIMEOUT}) {
    CHECK(BlamesCallee(errors::Make(code, "x")));
  }
  CHECK_FALSE(BlamesCallee(absl::OkStatus()));
}

TEST_CASE("Only a callee that was away or a lost race is worth another try", "[unit][rpc]") {
  CHECK(MayRetry(errors::Make(api::v1::SERVICE_UNAVAILABLE, "x")));
  CHECK(MayRetry(absl::AbortedError("serialisation failure")));
  for (const auto code : {api::v1::INTERNAL, api::v1::OVERLOADED, api::v1::UPSTREAM_TIMEOUT, api::v1::UPSTREAM_ERROR,
                          api::v1::CIRCUIT_OPEN, api::v1::NOT_FOUND}) {
    CHECK_FALSE(MayRetry(errors::Make(code, "x")));
  }
}

}  // namespace mib::rpc
