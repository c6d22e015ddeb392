#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "rows.h"

namespace mib::ingestion {

/// A place in a file: the byte after the last line read, and that line's number (the header is line 1).
struct CsvPosition {
  int64_t offset = 0;
  int64_t line = 0;
};

/// True for the plain name of a file: letters, digits, `.`, `_`, `-`, not beginning with a dot.
bool IsPlainFileName(std::string_view name);

/// Reads OHLCV rows from a CSV file. The header names the columns, in any order and case: time, date or timestamp;
/// open, high, low, close, volume; others are not looked at. Times are what ParseTime takes, or "2024-01-15 10:00:00",
/// which is UTC.
///
/// A line that cannot be read is refused with its number, and the reading goes on. One thread.
class CsvReader {
 public:
  static constexpr size_t kMaxLineBytes = 4096;

  /// A regular file directly in `folder`; links are not followed. NOT_FOUND, INVALID_ARGUMENT for a header without a
  /// column.
  static absl::StatusOr<CsvReader> Open(const std::string& folder, const std::string& name,
                                        const CsvPosition& from = {});

  /// The rows of the next lines, at most `max_lines`.
  Rows<BarRow> Read(int max_lines);
  bool at_end();
  const CsvPosition& position() const { return position_; }
  int64_t size() const { return size_; }

 private:
  enum Column { kTime, kOpen, kHigh, kLow, kClose, kVolume, kColumns };

  CsvReader(std::ifstream file, int64_t size) : file_(std::move(file)), size_(size) {}
  absl::Status ReadHeader();
  absl::StatusOr<std::string> ReadLine();
  absl::StatusOr<BarRow> ToBar(const std::string& line) const;

  std::ifstream file_;
  int64_t size_;
  CsvPosition position_;
  // Where each of our columns is in a line.
  std::vector<size_t> columns_;
};

}  // namespace mib::ingestion
