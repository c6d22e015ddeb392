#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mib/http/message.h"

namespace mib::gateway {

/// The headers every answer carries, which tell a browser what it must not do with it.
void AddSecurityHeaders(std::string_view content_security_policy, http::Headers* headers);
inline constexpr std::string_view kApiContentPolicy = "default-src 'none'; frame-ancestors 'none'";

/// Which web origins may read answers. Credentials of the browser (cookies) are never asked for. Immutable, thread
/// safe.
class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins) : allowed_(std::move(allowed_origins)) {}

  /// True for the question that a browser asks before a cross-origin request.
  static bool IsPreflight(const http::Request& request);
  /// The answer to it: 204 with what is allowed; without CORS headers for a foreign origin, which makes the browser
  /// refuse.
  http::Response Preflight(const http::Request& request, const std::vector<std::string>& methods) const;
  void AddHeaders(const http::Request& request, http::Headers* headers) const;

 private:
  bool Allows(std::string_view origin) const;

  std::vector<std::string> allowed_;
};

/// The client's X-Request-ID (or X-Correlation-ID) where it is safe to echo and log: 1 to 128 letters, digits and . _ -
std::string_view RequestIdOf(const http::Headers& headers);

}  // namespace mib::gateway
