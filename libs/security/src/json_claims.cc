#include "json_claims.h"

#include <simdjson.h>

#include <algorithm>
#include <vector>

#include "fmt/format.h"

namespace mib::security {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// 9999-12-31T23:59:59Z, the last second that every consumer can write.
constexpr int64_t kLastSecond = 253402300799;

bool HasDuplicates(const object& members) {
  std::vector<std::string_view> keys;
  for (const auto& member : members) keys.push_back(member.key);
  std::sort(keys.begin(), keys.end());
  return std::adjacent_find(keys.begin(), keys.end()) != keys.end();
}

bool ParseObject(simdjson::dom::parser& parser, std::string_view json, object* out) {
  return parser.parse(json.data(), json.size()).get(*out) == simdjson::SUCCESS && !HasDuplicates(*out);
}

bool ReadString(const object& members, std::string_view key, std::string* out) {
  std::string_view text;
  if (members.at_key(key).get(text) != simdjson::SUCCESS) return false;
  *out = std::string(text);
  return true;
}

bool ReadTime(const object& members, std::string_view key, absl::Time* out) {
  int64_t seconds = 0;
  if (members.at_key(key).get(seconds) != simdjson::SUCCESS || seconds <= 0 || seconds > kLastSecond) return false;
  *out = absl::FromUnixSeconds(seconds);
  return true;
}

bool ReadStrings(const object& members, std::string_view key, std::vector<std::string>* out) {
  simdjson::dom::array values;
  if (members.at_key(key).get(values) != simdjson::SUCCESS) return false;
  for (const element value : values) {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return false;
    out->emplace_back(text);
  }
  return true;
}

bool Has(const object& members, std::string_view key) { return members.at_key(key).error() == simdjson::SUCCESS; }

}  // namespace

bool ParseHeader(std::string_view json, TokenHeader* header) {
  simdjson::dom::parser parser;
  object members;
  if (!ParseObject(parser, json, &members)) return false;
  for (const std::string_view key : {"crit", "jku", "jwk", "x5u", "x5c"}) header->brings_own_key |= Has(members, key);
  return ReadString(members, "alg", &header->algorithm) && ReadString(members, "typ", &header->type) &&
         ReadString(members, "kid", &header->key_id);
}

bool ParseBody(std::string_view json, TokenBody* body) {
  simdjson::dom::parser parser;
  object members;
  if (!ParseObject(parser, json, &members)) return false;
  Claims& claims = body->claims;
  if (Has(members, "nbf") && !ReadTime(members, "nbf", &body->not_before)) return false;
  return ReadString(members, "iss", &body->issuer) && ReadString(members, "aud", &body->audience) &&
         ReadString(members, "sub", &claims.subject) && !claims.subject.empty() &&
         ReadString(members, "username", &claims.username) && ReadString(members, "sid", &claims.session_id) &&
         ReadStrings(members, "roles", &claims.roles) && ReadStrings(members, "permissions", &claims.permissions) &&
         ReadTime(members, "iat", &claims.issued_at) && ReadTime(members, "exp", &claims.expires_at);
}

std::string JsonString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string JsonStrings(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) {
    if (out.size() > 1) out.push_back(',');
    out += JsonString(text);
  }
  return out + "]";
}

}  // namespace mib::security
