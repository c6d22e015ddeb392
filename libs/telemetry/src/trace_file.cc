#include "trace_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "fmt/format.h"

namespace mib::telemetry {

absl::StatusOr<std::unique_ptr<TraceFile>> TraceFile::Open(const std::string& path, size_t max_bytes) {
  std::unique_ptr<TraceFile> file(new TraceFile(path, max_bytes));
  if (!file->Reopen()) {
    return absl::FailedPreconditionError(fmt::format("cannot write the trace file {}: {}", path, std::strerror(errno)));
  }
  return file;
}

TraceFile::~TraceFile() {
  if (file_ >= 0) close(file_);
}

bool TraceFile::Reopen() {
  if (file_ >= 0) close(file_);
  file_ = open(path_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  struct stat info {};
  if (file_ < 0 || fstat(file_, &info) != 0) return false;
  size_ = static_cast<size_t>(info.st_size);
  return true;
}

bool TraceFile::Append(std::string_view line) {
  if (size_ >= max_bytes_) {
    std::rename(path_.c_str(), (path_ + ".1").c_str());
    Reopen();
  }
  const ssize_t written = write(file_, line.data(), line.size());
  if (written > 0) size_ += static_cast<size_t>(written);
  return written == static_cast<ssize_t>(line.size());
}

}  // namespace mib::telemetry
