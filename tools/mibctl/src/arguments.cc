#include "arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mib::mibctl {

absl::StatusOr<Arguments> Arguments::Parse(const std::vector<std::string>& words,
                                           const std::vector<OptionSpec>& specs) {
  Arguments arguments;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--")) return absl::InvalidArgumentError(fmt::format("unexpected '{}'", word));
    const size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    const auto spec = std::find_if(specs.begin(), specs.end(), [&](const OptionSpec& s) { return s.name == name; });
    if (spec == specs.end()) return absl::InvalidArgumentError(fmt::format("there is no option --{}", name));
    std::string& value = arguments.values_[name];
    if (spec->value.empty()) {
      if (equals != std::string::npos) return absl::InvalidArgumentError(fmt::format("--{} takes no value", name));
    } else if (equals != std::string::npos) {
      value = word.substr(equals + 1);
    } else if (++i < words.size()) {
      value = words[i];
    } else {
      return absl::InvalidArgumentError(fmt::format("--{} needs a value", name));
    }
  }
  for (const OptionSpec& spec : specs) {
    if (spec.required && !arguments.Has(spec.name))
      return absl::InvalidArgumentError(fmt::format("--{} is missing", spec.name));
  }
  return arguments;
}

std::string Arguments::Text(const std::string& name, std::string_view fallback) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string(fallback) : found->second;
}

absl::StatusOr<int64_t> Arguments::Number(const std::string& name, int64_t fallback, int64_t minimum,
                                          int64_t maximum) const {
  const auto found = values_.find(name);
  if (found == values_.end()) return fallback;
  const std::string& text = found->second;
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < minimum || value > maximum) {
    return absl::InvalidArgumentError(fmt::format("--{} must be a whole number from {} to {}", name, minimum, maximum));
  }
  return value;
}

std::string Usage(const std::vector<OptionSpec>& specs) {
  std::string out;
  for (const OptionSpec& spec : specs) {
    const std::string left = spec.value.empty() ? "--" + spec.name : fmt::format("--{} {}", spec.name, spec.value);
    out += fmt::format("  {:<24} {}{}\n", left, spec.help, spec.required ? " (required)" : "");
  }
  return out;
}

}  // namespace mib::mibctl
