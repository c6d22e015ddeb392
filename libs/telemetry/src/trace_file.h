#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"

namespace mib::telemetry {

/// A file of lines that is put aside as <path>.1 when it has grown to `max_bytes`, so that traces never fill a disk.
/// One thread.
class TraceFile {
 public:
  static absl::StatusOr<std::unique_ptr<TraceFile>> Open(const std::string& path, size_t max_bytes);
  ~TraceFile();
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  /// `line` ends in a newline. False when the disk did not take it.
  bool Append(std::string_view line);

 private:
  TraceFile(std::string path, size_t max_bytes) : path_(std::move(path)), max_bytes_(max_bytes) {}
  bool Reopen();

  const std::string path_;
  const size_t max_bytes_;
  int file_ = -1;
  size_t size_ = 0;
};

}  // namespace mib::telemetry
