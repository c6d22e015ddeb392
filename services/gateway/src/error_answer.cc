#include "error_answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "json_text.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::gateway {
namespace {

constexpr int kFirstServerError = 500;

struct Error {
  std::string code;
  std::string message;
  api::v1::ErrorMeaning meaning;
  // Sorted, so that equal errors have equal bodies.
  std::map<std::string, std::string> details;
  std::vector<api::v1::FieldViolation> violations;
};

Error Describe(const absl::Status& status) {
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  Error error;
  error.code = api::v1::ErrorCode_Name(detail.code());
  error.meaning = errors::MeaningOf(detail.code());
  const bool from_catalogue = !errors::SerializeDetail(status).empty();
  const bool ours = error.meaning.http() >= kFirstServerError;
  error.message = from_catalogue && !ours ? MessageOf(status) : error.meaning.title() + ".";
  if (ours) return error;
  error.details.insert(detail.details().begin(), detail.details().end());
  error.violations.assign(detail.violations().begin(), detail.violations().end());
  return error;
}

std::string Envelope(const Error& error, const ErrorContext& context) {
  std::string body;
  JsonText json(&body);
  json.BeginObject().Key("error").BeginObject();
  json.Key("code").String(error.code).Key("message").String(error.message).Key("details").BeginObject();
  for (const auto& [key, value] : error.details) json.Key(key).String(value);
  if (!error.violations.empty()) {
    json.Key("errors").BeginArray();
    for (const auto& violation : error.violations) {
      json.BeginObject().Key("field").String(violation.field()).Key("message").String(violation.message()).EndObject();
    }
    json.EndArray();
  }
  json.EndObject().EndObject().Key("metadata").BeginObject();
  json.Key("timestamp").String(mib::FormatTime(absl::FromUnixMillis(absl::ToUnixMillis(context.now))));
  json.Key("request_id").String(context.request_id).EndObject().EndObject();
  return body;
}

/// "/condition/left/name" of "condition.left.name" (RFC 6901).
std::string PointerOf(std::string field) {
  std::erase(field, ']');
  for (char& c : field) c = c == '.' || c == '[' ? '/' : c;
  return "/" + field;
}

std::string Problem(const Error& error, const ErrorContext& context) {
  std::string body;
  JsonText json(&body);
  json.BeginObject().Key("type").String("/docs/errors/" + error.code);
  json.Key("title").String(error.meaning.title()).Key("status").Int(error.meaning.http());
  json.Key("detail").String(error.message).Key("instance").String(context.path);
  json.Key("code").String(error.code).Key("request_id").String(context.request_id);
  json.Key("trace_id").String(context.trace_id);
  if (!error.violations.empty()) {
    json.Key("errors").BeginArray();
    for (const auto& violation : error.violations) {
      json.BeginObject().Key("pointer").String(PointerOf(violation.field()));
      json.Key("code").String(error.code).Key("message").String(violation.message()).EndObject();
    }
    json.EndArray();
  }
  for (const auto& [key, value] : error.details) json.Key(key).String(value);
  json.EndObject();
  return body;
}

std::string RetryAfter(const Error& error) {
  const auto found = error.details.find("retry_after");
  int seconds = 1;
  if (found != error.details.end()) {
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), seconds);
  }
  return std::to_string(std::max(1, seconds));
}

}  // namespace

http::Response ErrorAnswer(const absl::Status& status, const ErrorContext& context) {
  const Error error = Describe(status);
  http::Response response;
  response.status = error.meaning.http();
  const bool problem = context.accept.find("application/problem+json") != std::string_view::npos;
  response.headers.emplace("Content-Type", problem ? "application/problem+json" : "application/json");
  response.body = problem ? Problem(error, context) : Envelope(error, context);
  if (response.status == 401) {
    const bool refused = error.code != "UNAUTHENTICATED" || !error.details.empty();
    response.headers.emplace("WWW-Authenticate", fmt::format("Bearer realm=\"market-intel-brain\"{}",
                                                             refused ? ", error=\"invalid_token\"" : ""));
  }
  if (error.meaning.retryable() && (response.status == 503 || response.status == 429)) {
    response.headers.emplace("Retry-After", RetryAfter(error));
  }
  return response;
}

}  // namespace mib::gateway
