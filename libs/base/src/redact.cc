#include "mib/base/redact.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace mib {
namespace {

constexpr std::array<std::string_view, 9> kSecretNames = {"password",      "passwd", "token",  "secret",     "api_key",
                                                          "authorization", "apikey", "cookie", "private_key"};
// "signature" is secret in a request's text, but not as a name in general.
constexpr std::array<std::string_view, 10> kSecretParameters = {"password",    "passwd",        "token",  "secret",
                                                                "api_key",     "authorization", "apikey", "cookie",
                                                                "private_key", "signature"};

// Long enough that no word after "mib_" or "bearer" is taken for a key.
constexpr size_t kShortestBearer = 16;
constexpr size_t kShortestPlatformKey = 40;

char Fold(char c) { return c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

bool StartsWithFolded(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) { return a == Fold(b); });
}

bool EndsWithFolded(std::string_view text, std::string_view suffix) {
  return text.size() >= suffix.size() && StartsWithFolded(text.substr(text.size() - suffix.size()), suffix);
}

bool IsTokenChar(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

bool IsKeyChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; }

template <typename Predicate>
size_t RunLength(std::string_view text, Predicate predicate) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), predicate) - text.begin());
}

// A secret at the front of the text: what of it is kept, and how long it is in all. Nothing found: length is 0.
struct Match {
  size_t kept = 0;
  size_t length = 0;
};

Match MatchBearer(std::string_view text) {
  constexpr std::string_view kScheme = "bearer ";
  if (!StartsWithFolded(text, kScheme)) return {};
  const size_t token = RunLength(text.substr(kScheme.size()), IsTokenChar);
  if (token < kShortestBearer) return {};
  return {kScheme.size(), kScheme.size() + token};
}

Match MatchPlatformKey(std::string_view text) {
  constexpr std::string_view kPrefix = "mib_";
  if (text.substr(0, kPrefix.size()) != kPrefix) return {};
  const std::string_view key = text.substr(kPrefix.size(), RunLength(text.substr(kPrefix.size()), IsKeyChar));
  // Metrics are called mib_something_long_too, but never with capitals.
  const bool has_capital = std::any_of(key.begin(), key.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (key.size() < kShortestPlatformKey || !has_capital) return {};
  return {kPrefix.size(), kPrefix.size() + key.size()};
}

// name=value, "name":"value" and name: "value"; an Authorization header up to the end of its line.
Match MatchParameter(std::string_view text) {
  const auto name = std::find_if(kSecretParameters.begin(), kSecretParameters.end(),
                                 [&](std::string_view candidate) { return StartsWithFolded(text, candidate); });
  if (name == kSecretParameters.end()) return {};
  size_t at = name->size();
  const bool quoted_name = at < text.size() && text[at] == '"';
  if (quoted_name) ++at;
  at += RunLength(text.substr(at), [](char c) { return c == ' '; });
  // "unexpected token: ..." is prose.
  const bool colon = at < text.size() && text[at] == ':' && (quoted_name || *name != "token");
  if (!colon && (at >= text.size() || text[at] != '=')) return {};
  ++at;
  at += RunLength(text.substr(at), [](char c) { return c == ' '; });
  const bool header = *name == "authorization" || *name == "cookie";
  const bool quoted = at < text.size() && (text[at] == '"' || text[at] == '\'');
  const char quote = quoted ? text[at] : '\0';
  if (quoted) ++at;
  const std::string_view stops = header ? "\r\n\"" : "&;, \t\r\n\"')}]<>";
  const size_t value =
      RunLength(text.substr(at), [&](char c) { return quoted ? c != quote : stops.find(c) == std::string_view::npos; });
  return {at, value == 0 ? 0 : at + value};
}

// ://user:password@
Match MatchUrlPassword(std::string_view text) {
  constexpr std::string_view kStart = "://";
  if (text.substr(0, kStart.size()) != kStart) return {};
  const size_t authority = RunLength(text.substr(kStart.size()), [](char c) {
    return std::string_view("/?# \t\r\n\"'").find(c) == std::string_view::npos;
  });
  const std::string_view login = text.substr(0, kStart.size() + authority);
  const size_t end = login.rfind('@');
  const size_t colon = login.find(':', kStart.size());
  if (end == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= end) return {};
  return {colon + 1, end};
}

}  // namespace

bool IsSecretName(std::string_view name) {
  return std::any_of(kSecretNames.begin(), kSecretNames.end(),
                     [&](std::string_view secret) { return EndsWithFolded(name, secret); });
}

std::string Redact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    Match match = MatchBearer(text);
    if (match.length == 0) match = MatchPlatformKey(text);
    if (match.length == 0) match = MatchParameter(text);
    if (match.length == 0) match = MatchUrlPassword(text);
    if (match.length == 0) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out.append(text.substr(0, match.kept)).append(kRedacted);
    text.remove_prefix(match.length);
  }
  return out;
}

}  // namespace mib
