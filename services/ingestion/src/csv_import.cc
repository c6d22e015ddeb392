#include "csv_import.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "fmt/format.h"
#include "mib/base/decimal.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::ingestion {
namespace {

// By CsvReader::Column; a column may have several names.
constexpr std::array<std::string_view, 8> kNames{"time", "open", "high", "low", "close", "volume", "date", "timestamp"};
constexpr size_t kNotThere = static_cast<size_t>(-1);

std::string Trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kBlank) - first + 1));
}

// Fields between commas; a field may be in double quotes, a quote within it is doubled (RFC 4180, without line breaks
// in fields).
std::vector<std::string> Split(std::string_view line) {
  std::vector<std::string> fields;
  std::string field;
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      const bool doubled = quoted && i + 1 < line.size() && line[i + 1] == '"';
      if (doubled) field += line[++i];
      if (!doubled) quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.push_back(Trimmed(std::exchange(field, {})));
    } else {
      field += line[i];
    }
  }
  fields.push_back(Trimmed(field));
  return fields;
}

absl::StatusOr<absl::Time> ReadTime(std::string text) {
  if (text.size() > 10 && text[10] == ' ') {
    text[10] = 'T';
    if (text.find_first_of("Z+-", 11) == std::string::npos) text += 'Z';
  }
  absl::StatusOr<absl::Time> time = ParseTime(text);
  if (!time.ok()) return absl::InvalidArgumentError(fmt::format("time '{:.40}' is not a time", text));
  return time;
}

}  // namespace

bool IsPlainFileName(std::string_view name) {
  return !name.empty() && name[0] != '.' && std::ranges::all_of(name, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '-';
  });
}

absl::StatusOr<CsvReader> CsvReader::Open(const std::string& folder, const std::string& name, const CsvPosition& from) {
  if (folder.empty()) return absl::FailedPreconditionError("imports are not configured: import_dir is empty");
  if (!IsPlainFileName(name))
    return absl::InvalidArgumentError(fmt::format("'{:.80}' is not the plain name of a file", name));
  const std::string path = folder + "/" + name;
  struct stat facts {};
  if (lstat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) {
    return absl::NotFoundError(fmt::format("there is no file '{}' in the import folder", name));
  }
  CsvReader reader(std::ifstream(path, std::ios::binary), facts.st_size);
  if (!reader.file_) return absl::PermissionDeniedError(fmt::format("the file '{}' cannot be read", name));
  RETURN_IF_ERROR(reader.ReadHeader());
  if (from.offset > reader.position_.offset) {
    reader.file_.seekg(from.offset);
    reader.position_ = from;
  }
  return reader;
}

absl::Status CsvReader::ReadHeader() {
  ASSIGN_OR_RETURN(const std::string line, ReadLine());
  // Spreadsheets begin files with a byte order mark.
  const std::string_view text = std::string_view(line).substr(line.starts_with("\xEF\xBB\xBF") ? 3 : 0);
  columns_.assign(kColumns, kNotThere);
  const std::vector<std::string> fields = Split(text);
  for (size_t i = 0; i < fields.size(); ++i) {
    std::string lower = fields[i];
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto known = std::ranges::find(kNames, lower);
    if (known == kNames.end()) continue;
    const auto index = static_cast<size_t>(known - kNames.begin());
    columns_[index < size_t{kColumns} ? index : size_t{kTime}] = i;
  }
  for (size_t i = 0; i < kColumns; ++i) {
    if (columns_[i] == kNotThere)
      return absl::InvalidArgumentError(fmt::format("the header has no column '{}'", kNames[i]));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> CsvReader::ReadLine() {
  std::string line;
  for (int c = file_.get(); c != std::ifstream::traits_type::eof(); c = file_.get()) {
    ++position_.offset;
    if (c == '\n') break;
    if (line.size() <= kMaxLineBytes) line += static_cast<char>(c);
  }
  ++position_.line;
  if (line.size() > kMaxLineBytes) {
    return absl::InvalidArgumentError(fmt::format("is longer than {} bytes", kMaxLineBytes));
  }
  return line;
}

bool CsvReader::at_end() { return file_.peek() == std::ifstream::traits_type::eof(); }

Rows<BarRow> CsvReader::Read(int max_lines) {
  Rows<BarRow> rows;
  for (int i = 0; i < max_lines && !at_end(); ++i) {
    const absl::StatusOr<std::string> line = ReadLine();
    if (line.ok() && Trimmed(*line).empty()) continue;
    absl::StatusOr<BarRow> bar = line.ok() ? ToBar(*line) : line.status();
    if (bar.ok()) {
      rows.good.push_back(*std::move(bar));
    } else {
      rows.refused.push_back({line.value_or(""), fmt::format("line {}: {}", position_.line, MessageOf(bar.status()))});
    }
  }
  return rows;
}

absl::StatusOr<BarRow> CsvReader::ToBar(const std::string& line) const {
  const std::vector<std::string> fields = Split(line);
  const size_t needed = *std::ranges::max_element(columns_) + 1;
  if (fields.size() < needed) {
    return absl::InvalidArgumentError(fmt::format("has {} fields, {} are needed", fields.size(), needed));
  }
  BarRow bar;
  ASSIGN_OR_RETURN(const absl::Time time, ReadTime(fields[columns_[kTime]]));
  bar.open_ns = ToNanos(time);
  const std::array<std::pair<Column, Decimal*>, 5> numbers{
      {{kOpen, &bar.open}, {kHigh, &bar.high}, {kLow, &bar.low}, {kClose, &bar.close}, {kVolume, &bar.volume}}};
  for (const auto& [column, number] : numbers) {
    const absl::StatusOr<Decimal> value = Decimal::Parse(fields[columns_[column]]);
    if (!value.ok()) {
      return absl::InvalidArgumentError(
          fmt::format("{} '{:.40}' is not a number", kNames[column], fields[columns_[column]]));
    }
    *number = *value;
  }
  return bar;
}

}  // namespace mib::ingestion
