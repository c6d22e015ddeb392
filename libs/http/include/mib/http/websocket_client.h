#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace mib::http {

struct WebSocketOptions {
  /// ws:// or wss://
  std::string url;
  absl::Duration connect_timeout = absl::Seconds(10);
  size_t max_frame_bytes = 16u << 20;
  std::string ca_file;
};

/// One WebSocket connection. One reading thread and one writing thread may use it at once; Close from anywhere.
class WebSocketClient {
 public:
  /// kUnavailable or kDeadlineExceeded when there is no such server; verifies its certificate and name for wss.
  static absl::StatusOr<std::unique_ptr<WebSocketClient>> Connect(const WebSocketOptions& options);
  virtual ~WebSocketClient() = default;

  /// The next text or binary message. kDeadlineExceeded when none comes in time (the connection stays usable),
  /// kUnavailable when it is closed, with the close code in the message.
  virtual absl::StatusOr<std::string> Read(absl::Duration timeout) = 0;
  virtual absl::Status Write(std::string_view text) = 0;
  virtual void Close() = 0;
};

}  // namespace mib::http
