#include "mib/base/errors.h"

#include <catch2/catch_test_macros.hpp>

#include "mib/base/status.h"

namespace mib {
namespace {

TEST_CASE("Every code of the catalogue says what it means", "[unit][errors]") {
  const google::protobuf::EnumDescriptor* catalogue = api::v1::ErrorCode_descriptor();
  for (int i = 0; i < catalogue->value_count(); ++i) {
    const int number = catalogue->value(i)->number();
    if (number == api::v1::ERROR_CODE_UNSPECIFIED) continue;
    const auto code = static_cast<api::v1::ErrorCode>(number);
    CAPTURE(catalogue->value(i)->name());
    const api::v1::ErrorMeaning& meaning = errors::MeaningOf(code);
    CHECK(meaning.http() >= 400);
    CHECK_FALSE(meaning.title().empty());
    // A wrong spelling in the catalogue would show as INTERNAL.
    CHECK(absl::StatusCodeToString(errors::Make(code, "x").code()) == meaning.grpc());
  }
}

TEST_CASE("An error carries its code, sentence and details", "[unit][errors]") {
  const absl::Status status = errors::UnknownSymbol("APPL", "AAPL (Apple Inc.)");
  CHECK(status.code() == absl::StatusCode::kNotFound);
  CHECK(MessageOf(status) == "There is no instrument 'APPL'.");
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  CHECK(detail.code() == api::v1::INVALID_SYMBOL);
  CHECK(detail.details().at("symbol") == "APPL");
  CHECK(detail.details().at("suggestion") == "AAPL (Apple Inc.)");
  CHECK(errors::DetailOf(errors::UnknownSymbol("APPL")).details().count("suggestion") == 0);
}

TEST_CASE("Every field at fault is named", "[unit][errors]") {
  const absl::Status status = errors::Invalid({{"period", "must be at least 1"}, {"symbol", "is required"}});
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(MessageOf(status) == "period: must be at least 1; symbol: is required");
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  CHECK(detail.code() == api::v1::VALIDATION_FAILED);
  REQUIRE(detail.violations_size() == 2);
  CHECK(detail.violations(1).field() == "symbol");
}

TEST_CASE("Details survive text that is not UTF-8", "[unit][errors]") {
  const api::v1::ErrorDetail invalid = errors::DetailOf(errors::Invalid({{"\xff\xfe", "is not \xc3"}}));
  REQUIRE(invalid.violations_size() == 1);
  CHECK(invalid.violations(0).field() == "\uFFFD\uFFFD");
  CHECK(invalid.violations(0).message() == "is not \uFFFD");
  const api::v1::ErrorDetail unknown = errors::DetailOf(errors::UnknownSymbol("A\x80PL", "\u00c4PL"));
  CHECK(unknown.code() == api::v1::INVALID_SYMBOL);
  CHECK(unknown.details().at("symbol") == "A\uFFFDPL");
  CHECK(unknown.details().at("suggestion") == "\u00c4PL");
}

TEST_CASE("Details survive the wire", "[unit][errors]") {
  const absl::Status sent = errors::Make(api::v1::RATE_LIMITED, "slow down", {{"retry_after_s", "3"}});
  const absl::Status received =
      errors::WithDetail(absl::ResourceExhaustedError("slow down"), errors::SerializeDetail(sent));
  CHECK(received == sent);
}

TEST_CASE("Details that cannot be read leave the status as it was", "[unit][errors]") {
  const absl::Status plain = absl::NotFoundError("gone");
  CHECK(errors::WithDetail(plain, "\xff\xff\xff") == plain);
  CHECK(errors::WithDetail(plain, "") == plain);
  CHECK(errors::WithDetail(absl::OkStatus(), errors::SerializeDetail(errors::Make(api::v1::CONFLICT, "x"))).ok());
}

TEST_CASE("A status made without the catalogue maps by its canonical code", "[unit][errors]") {
  CHECK(errors::SerializeDetail(absl::NotFoundError("x")).empty());
  CHECK(errors::DetailOf(absl::NotFoundError("x")).code() == api::v1::NOT_FOUND);
  CHECK(errors::DetailOf(absl::UnavailableError("x")).code() == api::v1::SERVICE_UNAVAILABLE);
  CHECK(errors::DetailOf(absl::DeadlineExceededError("x")).code() == api::v1::UPSTREAM_TIMEOUT);
  CHECK(errors::DetailOf(absl::UnknownError("x")).code() == api::v1::INTERNAL);
  CHECK(errors::DetailOf(absl::UnimplementedError("x")).code() == api::v1::INTERNAL);
  CHECK(errors::DetailOf(absl::OkStatus()).code() == api::v1::ERROR_CODE_UNSPECIFIED);
}

TEST_CASE("A code that this program does not know means a fault of ours", "[unit][errors]") {
  CHECK(errors::MeaningOf(static_cast<api::v1::ErrorCode>(9999)).http() == 500);
  CHECK(errors::MeaningOf(api::v1::ERROR_CODE_UNSPECIFIED).http() == 500);
}

TEST_CASE("The catalogue and IsRetryable agree on what may be tried again", "[unit][errors]") {
  const google::protobuf::EnumDescriptor* catalogue = api::v1::ErrorCode_descriptor();
  for (int i = 0; i < catalogue->value_count(); ++i) {
    const auto code = static_cast<api::v1::ErrorCode>(catalogue->value(i)->number());
    CAPTURE(catalogue->value(i)->name());
    CHECK(errors::IsRetryable(errors::Make(code, "x")) == errors::MeaningOf(code).retryable());
  }
  CHECK(errors::IsRetryable(absl::AbortedError("x")));
  CHECK_FALSE(errors::IsRetryable(absl::OkStatus()));
}

TEST_CASE("A status in a log line has no payload bytes", "[unit][errors]") {
  CHECK(ToString(errors::UnknownSymbol("X")) == "NOT_FOUND: There is no instrument 'X'.");
}

}  // namespace
}  // namespace mib
