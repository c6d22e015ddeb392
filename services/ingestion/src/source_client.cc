#include "source_client.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "fmt/format.h"
#include "mib/base/errors.h"
#include "mib/base/ids.h"
#include "mib/base/status.h"

namespace mib::ingestion {
namespace {

constexpr absl::Duration kDefaultPause = absl::Seconds(60);
constexpr absl::Duration kLongestPause = absl::Hours(24);

// The number of seconds; providers' dates are answered with the default.
absl::Duration RetryAfter(const http::Response& response) {
  const std::string_view text = http::Find(response.headers, "Retry-After");
  int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds < 1) return kDefaultPause;
  return std::min(absl::Seconds(seconds), kLongestPause);
}

uint64_t RandomSeed() {
  uint64_t seed = 0;
  RandomBytes(reinterpret_cast<uint8_t*>(&seed), sizeof(seed));
  return seed;
}

}  // namespace

SourceClient::SourceClient(SourceClientOptions options, http::Client& http, Budget& budget, SourceProbe& probe,
                           Clock& clock)
    : options_(std::move(options)),
      http_(http),
      budget_(budget),
      probe_(probe),
      clock_(clock),
      breaker_(options_.breaker, clock) {}

absl::StatusOr<std::string> SourceClient::Get(const std::string& url) {
  absl::StatusOr<std::string> body = absl::CancelledError("stopping");
  absl::Status final = absl::OkStatus();
  const absl::Status retried = resilience::Retry(options_.retry, clock_, RandomSeed(), [&]() -> absl::Status {
    if (stopping_) return absl::CancelledError("stopping");
    // A budget or a breaker that refuses now will refuse in a moment too: no reason to try again here.
    final = WaitForBudget();
    if (final.ok()) final = breaker_.Admit();
    if (!final.ok()) return absl::OkStatus();
    if (final = budget_.Take(); final.ok()) body = GetOnce(url);
    const absl::Status outcome = final.ok() ? body.status() : final;
    breaker_.Report(final.ok() ? outcome : absl::OkStatus());
    return absl::IsResourceExhausted(outcome) ? absl::OkStatus() : outcome;
  });
  probe_.budget_remaining.Set(static_cast<double>(budget_.state().remaining));
  if (!final.ok()) return final;
  if (!retried.ok()) return retried;
  return body;
}

absl::Status SourceClient::WaitForBudget() {
  const absl::Duration wait = budget_.next_allowed() - clock_.Now();
  if (wait > absl::ZeroDuration() && wait <= options_.max_budget_wait) clock_.Sleep(wait);
  return absl::OkStatus();
}

absl::StatusOr<std::string> SourceClient::GetOnce(const std::string& url) {
  http::Request request;
  request.target = url;
  request.headers.emplace("Accept", "application/json");
  request.headers.emplace("User-Agent", "market-intel-brain");
  absl::StatusOr<http::Response> response = http_.Send(request, options_.timeout);
  if (!response.ok()) {
    probe_.http_failed.Increment();
    return absl::Status(response.status().code(), Redact(MessageOf(response.status())));
  }
  return Judge(*std::move(response));
}

absl::StatusOr<std::string> SourceClient::Judge(http::Response response) {
  const int status = response.status;
  if (status >= 200 && status < 300) {
    probe_.http_ok.Increment();
    return std::move(response.body);
  }
  // 418 is what some venues send to those who went on after 429.
  if (status == 429 || status == 418) {
    probe_.http_limited.Increment();
    const absl::Duration pause = RetryAfter(response);
    budget_.Pause(pause);
    return errors::Make(
        api::v1::UPSTREAM_BUDGET_EXHAUSTED, fmt::format("{} asked for a pause.", options_.source),
        {{"source", options_.source}, {"retry_after_s", fmt::format("{}", absl::ToInt64Seconds(pause))}});
  }
  probe_.http_failed.Increment();
  const std::string answer = fmt::format("{} answered {}: {:.200}", options_.source, status, Redact(response.body));
  if (status >= 500) return errors::Make(api::v1::UPSTREAM_ERROR, answer, {{"source", options_.source}});
  return status == 404 ? absl::NotFoundError(answer) : absl::InvalidArgumentError(answer);
}

std::string SourceClient::Redact(std::string text) const {
  if (options_.secret.empty()) return text;
  for (size_t at = text.find(options_.secret); at != std::string::npos; at = text.find(options_.secret, at + 3)) {
    text.replace(at, options_.secret.size(), "***");
  }
  return text;
}

}  // namespace mib::ingestion
