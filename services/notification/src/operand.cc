#include "operand.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "closes.h"
#include "mib/base/errors.h"
#include "mib/indicators/registry.h"

namespace mib::notification {
namespace {

using indicators::Definition;

const Definition* FindDefinition(const std::string& name, const std::string& path, Faults* faults) {
  const Definition* definition = indicators::Registry::Find(name);
  if (definition == nullptr) {
    const auto near = indicators::Registry::Suggest(name);
    faults->emplace_back(path + ".name", near.empty() ? fmt::format("there is no indicator '{}'", name)
                                                      : fmt::format("there is no indicator '{}'; did you mean {}?",
                                                                    name, fmt::join(near, " or ")));
    return nullptr;
  }
  const auto is_close = [](indicators::Input input) { return input == indicators::Input::kClose; };
  if (std::all_of(definition->inputs.begin(), definition->inputs.end(), is_close)) return definition;
  faults->emplace_back(path + ".name", fmt::format("{} needs more than closes, which is all that rules look at", name));
  return nullptr;
}

// A crossing looks at two values, so one bar more than the warm-up must fit.
void CheckReach(const Definition& definition, indicators::Params params, const std::string& path, Faults* faults) {
  const int needed = definition.warm_up(params) + 1;
  if (static_cast<size_t>(needed) <= Closes::kCapacity) return;
  faults->emplace_back(path + ".params",
                       fmt::format("needs {} bars; rules look back on {}", needed, Closes::kCapacity));
}

size_t FindOutput(const Definition& definition, const std::string& name, const std::string& path, Faults* faults) {
  if (name.empty()) return 0;
  const auto found = std::find(definition.outputs.begin(), definition.outputs.end(), name);
  if (found != definition.outputs.end()) return static_cast<size_t>(found - definition.outputs.begin());
  faults->emplace_back(path + ".output", fmt::format("must be one of {}", fmt::join(definition.outputs, ", ")));
  return 0;
}

std::string LabelOf(const Definition& definition, indicators::Params params, size_t output) {
  std::vector<std::string> texts;
  for (size_t i = 0; i < params.size(); ++i)
    texts.push_back(fmt::format("{}={}", definition.parameters[i].name, params[i]));
  std::string label = fmt::format("{}({})", definition.name, fmt::join(texts, ", "));
  if (definition.outputs.size() > 1) label += fmt::format(".{}", definition.outputs[output]);
  return label;
}

}  // namespace

Operand Operand::Parse(const v1::IndicatorOperand& operand, const std::string& path, Faults* faults) {
  Operand out;
  out.definition_ = FindDefinition(operand.name(), path, faults);
  if (out.definition_ == nullptr) return out;
  const auto params = out.definition_->Resolve({operand.params().begin(), operand.params().end()});
  if (!params.ok()) {
    const api::v1::ErrorDetail detail = errors::DetailOf(params.status());
    for (const auto& violation : detail.violations()) {
      faults->emplace_back(path + ".params." + violation.field(), violation.message());
    }
    return out;
  }
  out.params_ = *params;
  CheckReach(*out.definition_, out.params_, path, faults);
  out.output_ = FindOutput(*out.definition_, operand.output(), path, faults);
  out.label_ = LabelOf(*out.definition_, out.params_, out.output_);
  return out;
}

LastTwo Operand::Evaluate(std::span<const double> closes) const {
  std::vector<std::vector<double>> columns(definition_->outputs.size(), std::vector<double>(closes.size()));
  const std::vector<std::span<const double>> in(definition_->inputs.size(), closes);
  const std::vector<std::span<double>> out(columns.begin(), columns.end());
  definition_->batch(params_, in, out);

  const std::vector<double>& values = columns[output_];
  const auto from_end = [&](size_t n) {
    return values.size() < n ? std::numeric_limits<double>::quiet_NaN() : values[values.size() - n];
  };
  return {.before = from_end(2), .now = from_end(1)};
}

}  // namespace mib::notification
