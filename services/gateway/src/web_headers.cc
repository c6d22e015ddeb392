#include "web_headers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "absl/strings/ascii.h"

namespace mib::gateway {
namespace {

constexpr std::string_view kAllowedHeaders =
    "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-ID, X-Correlation-ID, traceparent";
constexpr std::string_view kExposedHeaders =
    "ETag, Link, Location, Retry-After, RateLimit, RateLimit-Policy, X-Cache, X-RateLimit-Limit, "
    "X-RateLimit-Remaining, "
    "X-RateLimit-Reset, X-Request-ID";

}  // namespace

void AddSecurityHeaders(std::string_view content_security_policy, http::Headers* headers) {
  headers->emplace("X-Content-Type-Options", "nosniff");
  headers->emplace("X-Frame-Options", "DENY");
  headers->emplace("X-XSS-Protection", "1; mode=block");
  headers->emplace("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  headers->emplace("Content-Security-Policy", content_security_policy);
  headers->emplace("Referrer-Policy", "no-referrer");
}

bool Cors::IsPreflight(const http::Request& request) {
  return request.method == "OPTIONS" && !http::Find(request.headers, "origin").empty() &&
         !http::Find(request.headers, "access-control-request-method").empty();
}

bool Cors::Allows(std::string_view origin) const {
  return !origin.empty() && std::any_of(allowed_.begin(), allowed_.end(), [&](const std::string& allowed) {
    return allowed == "*" || allowed == origin;
  });
}

http::Response Cors::Preflight(const http::Request& request, const std::vector<std::string>& methods) const {
  http::Response response;
  response.status = 204;
  if (!Allows(http::Find(request.headers, "origin"))) return response;
  response.headers.emplace("Access-Control-Allow-Methods", fmt::format("{}", fmt::join(methods, ", ")));
  response.headers.emplace("Access-Control-Allow-Headers", kAllowedHeaders);
  response.headers.emplace("Access-Control-Max-Age", "600");
  return response;
}

void Cors::AddHeaders(const http::Request& request, http::Headers* headers) const {
  if (allowed_.empty()) return;
  headers->emplace("Vary", "Origin");
  const std::string_view origin = http::Find(request.headers, "origin");
  if (!Allows(origin)) return;
  headers->emplace("Access-Control-Allow-Origin", origin);
  headers->emplace("Access-Control-Expose-Headers", kExposedHeaders);
}

std::string_view RequestIdOf(const http::Headers& headers) {
  constexpr size_t kMaxLength = 128;
  std::string_view id = http::Find(headers, "x-request-id");
  if (id.empty()) id = http::Find(headers, "x-correlation-id");
  const bool safe = !id.empty() && id.size() <= kMaxLength && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' || c == '-';
  });
  return safe ? id : std::string_view();
}

}  // namespace mib::gateway
