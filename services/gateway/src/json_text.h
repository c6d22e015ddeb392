#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mib::gateway {

/// The shortest text that reads back as the same number; null for NaN and infinities.
void AppendJsonDouble(double value, std::string* out);

/// Writes JSON piece by piece, with the commas. The caller keeps the order right; nothing is checked.
///
///   JsonText json(&out);
///   json.BeginObject().Key("type").String("pong").EndObject();
class JsonText {
 public:
  explicit JsonText(std::string* out) : out_(*out) {}

  JsonText& BeginObject() { return Open('{'); }
  JsonText& EndObject() { return Close('}'); }
  JsonText& BeginArray() { return Open('['); }
  JsonText& EndArray() { return Close(']'); }
  JsonText& Key(std::string_view key);
  JsonText& String(std::string_view value);
  JsonText& Int(int64_t value);
  JsonText& Double(double value);
  JsonText& Bool(bool value);
  /// Text that is JSON already.
  JsonText& Raw(std::string_view json);

 private:
  JsonText& Open(char c);
  JsonText& Close(char c);
  void Separate();

  std::string& out_;
  bool comma_ = false;
};

}  // namespace mib::gateway
