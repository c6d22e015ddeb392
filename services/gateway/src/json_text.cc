#include "json_text.h"

#include <charconv>
#include <cmath>

#include "mib/base/json_text.h"

namespace mib::gateway {
void AppendJsonDouble(double value, std::string* out) {
  if (!std::isfinite(value)) {
    out->append("null");
    return;
  }
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof buffer, value);
  out->append(buffer, result.ptr);
}

void JsonText::Separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

JsonText& JsonText::Open(char c) {
  Separate();
  out_.push_back(c);
  comma_ = false;
  return *this;
}

JsonText& JsonText::Close(char c) {
  out_.push_back(c);
  comma_ = true;
  return *this;
}

JsonText& JsonText::Key(std::string_view key) {
  String(key);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

JsonText& JsonText::String(std::string_view value) {
  Separate();
  AppendJsonString(value, &out_);
  return *this;
}

JsonText& JsonText::Int(int64_t value) {
  Separate();
  out_.append(std::to_string(value));
  return *this;
}

JsonText& JsonText::Double(double value) {
  Separate();
  AppendJsonDouble(value, &out_);
  return *this;
}

JsonText& JsonText::Bool(bool value) {
  Separate();
  out_.append(value ? "true" : "false");
  return *this;
}

JsonText& JsonText::Raw(std::string_view json) {
  Separate();
  out_.append(json);
  return *this;
}

}  // namespace mib::gateway
