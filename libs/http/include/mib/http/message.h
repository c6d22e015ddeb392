#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mib::http {

/// Header names compare without regard to case.
struct CaseLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Headers = std::multimap<std::string, std::string, CaseLess>;

/// The first value of a header, or empty.
std::string_view Find(const Headers& headers, std::string_view name);

struct Request {
  std::string method = "GET";
  /// Of a client: the whole URL. Of a server: path and query as sent.
  std::string target;
  Headers headers;
  std::string body;
  /// Of a server: who sent it.
  std::string remote_ip;
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// Percent-decoding; false when an escape is broken. In queries + is a space.
bool UrlDecode(std::string_view text, bool plus_is_space, std::string* out);
std::string UrlEncode(std::string_view text);

/// A request target in its parts, decoded; false when an escape is broken.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};
bool ParseTarget(std::string_view target, Target* out);

}  // namespace mib::http
