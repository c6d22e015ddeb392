#include "response_head.h"

#include <charconv>
#include <ctime>

namespace mib::http {
namespace {

struct Reason {
  int status;
  std::string_view phrase;
};

constexpr Reason kReasons[] = {{200, "OK"},
                               {100, "Continue"},
                               {201, "Created"},
                               {202, "Accepted"},
                               {204, "No Content"},
                               {301, "Moved Permanently"},
                               {302, "Found"},
                               {304, "Not Modified"},
                               {307, "Temporary Redirect"},
                               {308, "Permanent Redirect"},
                               {400, "Bad Request"},
                               {401, "Unauthorized"},
                               {403, "Forbidden"},
                               {404, "Not Found"},
                               {405, "Method Not Allowed"},
                               {406, "Not Acceptable"},
                               {408, "Request Timeout"},
                               {409, "Conflict"},
                               {410, "Gone"},
                               {412, "Precondition Failed"},
                               {413, "Content Too Large"},
                               {414, "URI Too Long"},
                               {415, "Unsupported Media Type"},
                               {422, "Unprocessable Content"},
                               {423, "Locked"},
                               {426, "Upgrade Required"},
                               {428, "Precondition Required"},
                               {429, "Too Many Requests"},
                               {431, "Request Header Fields Too Large"},
                               {500, "Internal Server Error"},
                               {501, "Not Implemented"},
                               {502, "Bad Gateway"},
                               {503, "Service Unavailable"},
                               {504, "Gateway Timeout"},
                               {505, "HTTP Version Not Supported"}};

bool SameName(std::string_view a, std::string_view b) {
  const CaseLess less;
  return a.size() == b.size() && !less(a, b) && !less(b, a);
}

bool IsFraming(std::string_view name) {
  return SameName(name, "content-length") || SameName(name, "connection") || SameName(name, "transfer-encoding");
}

void AppendNumber(size_t number, std::string* out) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof(digits), number);
  out->append(digits, end);
}

void AppendClean(std::string_view text, std::string* out) {
  const size_t start = out->size();
  out->append(text);
  for (size_t i = start; i < out->size(); ++i) {
    char& c = (*out)[i];
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  }
}

// The date changes once a second; formatting it for every answer would cost more than the rest of the head.
std::string_view HttpDate() {
  thread_local std::time_t formatted_at = 0;
  thread_local char text[32];
  thread_local size_t length = 0;
  const std::time_t now = std::time(nullptr);
  if (now != formatted_at) {
    std::tm parts{};
    gmtime_r(&now, &parts);
    length = std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    formatted_at = now;
  }
  return {text, length};
}

}  // namespace

bool MayHaveBody(int status) { return status >= 200 && status != 204 && status != 304; }

std::string_view ReasonPhrase(int status) {
  for (const Reason& reason : kReasons) {
    if (reason.status == status) return reason.phrase;
  }
  return "Status";
}

void AppendHead(const Response& response, const HeadOptions& options, std::string* out) {
  out->append("HTTP/1.1 ");
  AppendNumber(static_cast<size_t>(response.status), out);
  out->push_back(' ');
  out->append(ReasonPhrase(response.status));
  out->append("\r\nDate: ");
  out->append(HttpDate());
  for (const auto& [name, value] : response.headers) {
    if (IsFraming(name)) continue;
    out->append("\r\n");
    AppendClean(name, out);
    out->append(": ");
    AppendClean(value, out);
  }
  if (MayHaveBody(response.status)) {
    out->append("\r\nContent-Length: ");
    AppendNumber(response.body.size(), out);
  }
  if (!options.keep_alive) {
    out->append("\r\nConnection: close");
  } else if (options.http10) {
    out->append("\r\nConnection: keep-alive");
  }
  out->append("\r\n\r\n");
}

}  // namespace mib::http
