#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace mib::ingestion {

/// How far a job is; enough to go on after a kill.
struct JobCursor {
  /// Index of the symbol being worked on.
  int64_t symbol = 0;
  /// Next open time to ask for (Unix nanoseconds), or the next byte of a file; 0 at the beginning.
  int64_t position = 0;
  /// Of a file: the last line read.
  int64_t line = 0;
};

/// A piece of work that outlives the process: bars fetched from a provider or read from a file.
struct Job {
  std::string id;
  /// daily, candles, import.
  std::string type;
  std::string source;
  std::vector<std::string> symbols;
  /// "1m"; set for every type.
  std::string interval;
  absl::Time start = absl::UnixEpoch();
  absl::Time end = absl::InfiniteFuture();
  std::string file;

  /// queued, running, completed, failed, cancelled.
  std::string status = "queued";
  absl::Time created_at;
  std::optional<absl::Time> started_at;
  std::optional<absl::Time> completed_at;
  int64_t records = 0;
  int64_t errors = 0;
  double progress = 0;
  std::string error;
  /// Tries that ended with an error that may pass.
  int64_t failures = 0;
  JobCursor cursor;
};

}  // namespace mib::ingestion
