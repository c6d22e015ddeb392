#include "parameters.h"

#include <fmt/format.h>

#include <cmath>

#include "text_format.h"

namespace mib::postgres {
namespace {

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

struct ToText {
  std::string operator()(bool v) const { return v ? "t" : "f"; }
  std::string operator()(int32_t v) const { return fmt::format("{}", v); }
  std::string operator()(int64_t v) const { return fmt::format("{}", v); }
  // The shortest text that reads back as the same double.
  std::string operator()(double v) const { return fmt::format("{}", v); }
  std::string operator()(const Decimal& v) const { return v.ToString(); }
  std::string operator()(absl::Time v) const { return TimeToText(v); }
  std::string operator()(const std::vector<std::string>& v) const { return ArrayToText(v); }
  // These are passed as they are, without a copy.
  std::string operator()(std::nullptr_t) const { return {}; }
  std::string operator()(const std::string&) const { return {}; }
  std::string operator()(const Bytes&) const { return {}; }
};

}  // namespace

absl::StatusOr<Parameters> Parameters::Encode(const std::vector<Value>& values) {
  Parameters out;
  out.made_.reserve(values.size());
  for (const Value& value : values) {
    const std::string* text = nullptr;
    int format = kTextFormat;
    if (const auto* bytes = std::get_if<Bytes>(&value)) {
      text = &bytes->data;
      format = kBinaryFormat;
    } else if (const auto* given = std::get_if<std::string>(&value)) {
      text = given;
    } else if (!std::holds_alternative<std::nullptr_t>(value)) {
      text = &out.made_.emplace_back(std::visit(ToText(), value));
    }
    if (text != nullptr && format == kTextFormat && text->find('\0') != std::string::npos) {
      return absl::InvalidArgumentError(fmt::format("postgres: parameter ${} has a NUL byte", out.size() + 1));
    }
    out.pointers_.push_back(text == nullptr ? nullptr : text->c_str());
    out.lengths_.push_back(text == nullptr ? 0 : static_cast<int>(text->size()));
    out.formats_.push_back(format);
  }
  return out;
}

}  // namespace mib::postgres
