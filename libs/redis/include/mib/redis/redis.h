#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "mib/base/clock.h"
#include "mib/telemetry/metrics.h"

namespace mib::redis {

struct Options {
  /// host:port
  std::string address = {};
  std::string password_file = {};
  int pool_size = 4;
  absl::Duration timeout = absl::Milliseconds(200);
};

struct Entry {
  std::string key = {};
  std::string value = {};
  absl::Duration ttl = absl::ZeroDuration();
};

/// A cache and shared counters, never the truth. Thread safe. Every call may fail with kUnavailable at once while a
/// breaker is open; callers go on without it.
class Redis {
 public:
  virtual ~Redis() = default;
  virtual absl::StatusOr<std::optional<std::string>> Get(std::string_view key) = 0;
  virtual absl::StatusOr<std::vector<std::optional<std::string>>> GetMany(const std::vector<std::string>& keys) = 0;
  virtual absl::Status Set(std::string_view key, std::string_view value, absl::Duration ttl) = 0;
  /// One round trip for all.
  virtual absl::Status SetMany(const std::vector<Entry>& entries) = 0;
  virtual absl::Status Delete(std::string_view key) = 0;
  /// Runs a Lua script by its digest (loaded when missing); integers come back.
  virtual absl::StatusOr<std::vector<int64_t>> Eval(std::string_view script, const std::vector<std::string>& keys,
                                                    const std::vector<std::string>& arguments) = 0;
  virtual absl::Status Ping() = 0;
};

/// Over hiredis. Opening does not need the server.
absl::StatusOr<std::unique_ptr<Redis>> Open(const Options& options, telemetry::Metrics& metrics, Clock& clock);

}  // namespace mib::redis
