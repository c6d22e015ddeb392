#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mib::http {

/// The parts of an absolute URL that a connection needs.
struct Url {
  std::string scheme;
  std::string host;
  uint16_t port = 0;
  /// Path and query, never empty.
  std::string target;

  /// The value of a Host header: the port only where it is not the scheme's own.
  std::string HostHeader() const;
};

/// Nothing for text that is no http, https, ws or wss URL, for one with user information and for one with control
/// characters.
std::optional<Url> ParseUrl(std::string_view text);

/// "host:port", "[::1]:port"; nothing without a port.
struct HostPort {
  std::string host;
  uint16_t port = 0;
};
std::optional<HostPort> ParseHostPort(std::string_view text);

}  // namespace mib::http
