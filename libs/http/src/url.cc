#include "url.h"

#include <algorithm>
#include <charconv>

namespace mib::http {
namespace {

uint16_t DefaultPort(std::string_view scheme) {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  return 0;
}

std::optional<uint16_t> ParsePort(std::string_view text) {
  uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

bool HasControlOrSpace(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 127; });
}

}  // namespace

std::string Url::HostHeader() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == DefaultPort(scheme) ? name : name + ":" + std::to_string(port);
}

std::optional<HostPort> ParseHostPort(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::optional<uint16_t> port = ParsePort(text.substr(colon + 1));
  if (!port || host.empty()) return std::nullopt;
  return HostPort{std::string(host), *port};
}

std::optional<Url> ParseUrl(std::string_view text) {
  if (HasControlOrSpace(text)) return std::nullopt;
  const size_t separator = text.find("://");
  if (separator == std::string_view::npos) return std::nullopt;
  Url url;
  url.scheme = std::string(text.substr(0, separator));
  url.port = DefaultPort(url.scheme);
  if (url.port == 0) return std::nullopt;

  text.remove_prefix(separator + 3);
  const size_t end = std::min(text.find_first_of("/?#"), text.size());
  const std::string authority(text.substr(0, end));
  if (authority.empty() || authority.find('@') != std::string::npos) return std::nullopt;
  const bool has_port = authority.back() != ']' && authority.find(':') != std::string::npos;
  const auto host_port = ParseHostPort(has_port ? authority : authority + ":" + std::to_string(url.port));
  if (!host_port) return std::nullopt;
  url.host = host_port->host;
  url.port = host_port->port;

  const std::string_view rest = text.substr(end);
  url.target = std::string(rest.substr(0, rest.find('#')));
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace mib::http
