#pragma once

// Reads providers' JSON. Numbers stay text, so that a price never passes through a double. Implementation header: only
// parse.cc files include it, since simdjson is a heavy one.

#include <simdjson.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fmt/format.h"

namespace mib::ingestion::json {

using Document = simdjson::ondemand::document;
using Object = simdjson::ondemand::object;
using Array = simdjson::ondemand::array;
using Value = simdjson::ondemand::value;

inline absl::Status Malformed(simdjson::error_code error) {
  return absl::InvalidArgumentError(fmt::format("not the JSON expected: {}", simdjson::error_message(error)));
}

/// Gives the parsed document to `read`, which reads all of it; an error where the text is no JSON.
template <typename Read>
absl::Status Parse(std::string_view text, Read read) {
  // One parser per thread: its buffers grow to the largest document and stay.
  thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(text);
  Document document;
  if (auto error = parser.iterate(padded).get(document)) return Malformed(error);
  if (absl::Status status = read(document); !status.ok()) return status;
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) {
    return absl::InvalidArgumentError("not the JSON expected: something follows the value");
  }
  return absl::OkStatus();
}

/// Calls `visit(key, value)` for every field, in order, to the end of the object.
template <typename Visit>
absl::Status ForEachField(Object& object, Visit visit) {
  for (auto result : object) {
    simdjson::ondemand::field field;
    if (auto error = std::move(result).get(field)) return Malformed(error);
    std::string_view key;
    if (auto error = field.unescaped_key().get(key)) return Malformed(error);
    if (absl::Status status = visit(key, field.value()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

template <typename Visit>
absl::Status ForEachElement(Array& array, Visit visit) {
  for (auto result : array) {
    Value value;
    if (auto error = std::move(result).get(value)) return Malformed(error);
    if (absl::Status status = visit(value); !status.ok()) return status;
  }
  return absl::OkStatus();
}

/// The text of a string, or the digits of a number as they were sent; empty for null.
inline absl::StatusOr<std::string> Text(Value value) {
  simdjson::ondemand::json_type type;
  if (auto error = value.type().get(type)) return Malformed(error);
  if (type == simdjson::ondemand::json_type::string) {
    std::string_view text;
    if (auto error = value.get_string().get(text)) return Malformed(error);
    return std::string(text);
  }
  if (type == simdjson::ondemand::json_type::null) return std::string();
  if (type != simdjson::ondemand::json_type::number) return absl::InvalidArgumentError("neither a string nor a number");
  std::string_view token = value.raw_json_token();
  while (!token.empty() &&
         (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' || token.back() == '\t')) {
    token.remove_suffix(1);
  }
  return std::string(token);
}

}  // namespace mib::ingestion::json
