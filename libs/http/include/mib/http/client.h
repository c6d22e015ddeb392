#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/http/message.h"
#include "mib/telemetry/metrics.h"

namespace mib::http {

struct ClientOptions {
  absl::Duration connect_timeout = absl::Seconds(5);
  /// Longest body accepted.
  size_t max_body_bytes = 64u << 20;
  bool follow_redirects = false;
  /// PEM bundle; empty: the system's.
  std::string ca_file;
  /// Addresses that may be reached: false refuses loopback, private and link-local ones, whatever a name resolves to.
  bool allow_private_addresses = true;
};

/// HTTP(S) over libcurl. Thread safe; a call blocks its thread. Any HTTP status is an answer, not an error; errors are
/// kUnavailable (refused, reset, no such host), kDeadlineExceeded, kResourceExhausted (body too long), kInvalidArgument
/// (a bad URL or header, or an address that may not be reached). Bodies are decompressed; proxies named by the
/// environment are not used.
class Client {
 public:
  virtual ~Client() = default;
  virtual absl::StatusOr<Response> Send(const Request& request, absl::Duration timeout) = 0;
};

std::unique_ptr<Client> MakeClient(const ClientOptions& options, telemetry::Metrics& metrics);

}  // namespace mib::http
