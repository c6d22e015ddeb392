#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "mib/http/message.h"

namespace mib::gateway {

/// What an error body says besides the error.
struct ErrorContext {
  absl::Time now;
  std::string request_id;
  /// The path, for RFC 9457's `instance`.
  std::string path;
  std::string trace_id;
  /// The Accept header.
  std::string_view accept;
};

/// An error of the catalogue as the API's error body, or as application/problem+json (RFC 9457) where the client
/// accepts that. Errors of ours (5xx) say no more than their title: what went wrong inside is for the log.
http::Response ErrorAnswer(const absl::Status& status, const ErrorContext& context);

}  // namespace mib::gateway
