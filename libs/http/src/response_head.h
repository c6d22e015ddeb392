#pragma once

#include <string>
#include <string_view>

#include "mib/http/message.h"

namespace mib::http {

/// How the head of an answer depends on its request and its connection.
struct HeadOptions {
  bool keep_alive = true;
  /// The client speaks HTTP/1.0, where staying open has to be said.
  bool http10 = false;
};

/// Appends status line and headers, empty line included, to `out`. Framing headers (Content-Length, Transfer-Encoding,
/// Connection) are the server's: those of the handler are left out. Line ends inside a value become spaces, so that no
/// handler can be talked into writing a second header.
void AppendHead(const Response& response, const HeadOptions& options, std::string* out);

/// False for the statuses that HTTP gives no body.
bool MayHaveBody(int status);

std::string_view ReasonPhrase(int status);

}  // namespace mib::http
