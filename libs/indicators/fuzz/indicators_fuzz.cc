// Any indicator, with any parameters, on any bars: either an error that says what is wrong, or the same values from
// both forms and none before the warm-up.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "fuzz_input.h"
#include "mib/base/errors.h"
#include "mib/base/status.h"
#include "mib/indicators/compute.h"
#include "mib/indicators/registry.h"

namespace mib::indicators {
namespace {

using Given = std::map<std::string, double>;
using Table = std::vector<std::vector<double>>;

constexpr size_t kMostBars = 300;
// Streams leave it where they give no value.
constexpr double kUntouched = -987654.25;

std::string ReadName(FuzzInput* input) {
  const auto& all = Registry::All();
  std::string name(all[input->Below(all.size())]->name);
  if (!input->Chance(8)) return name;
  if (input->Chance(128)) return input->Text(40);
  name[input->Below(name.size())] = static_cast<char>('a' + input->Byte() % 26);
  return name;
}

// Mostly short enough to give values on these bars.
double ReadParameter(FuzzInput* input, const Parameter& parameter) {
  const uint8_t way = input->Byte();
  if (way < 8) return input->Raw();
  if (way < 24) return input->Hostile();
  if (way < 32) return parameter.minimum - 1;
  if (way < 40) return parameter.maximum;
  if (way < 48) return parameter.maximum + 1;
  const double width = parameter.maximum - parameter.minimum;
  if (way < 64) return parameter.minimum + std::floor(width * input->Byte() / 255);
  if (!parameter.integral) return parameter.minimum + width * input->Byte() / 255;
  return parameter.minimum + std::min(width, static_cast<double>(input->Byte() % 32));
}

Given ReadGiven(FuzzInput* input, const Definition& definition) {
  Given given;
  for (const Parameter& parameter : definition.parameters) {
    if (!input->Chance(32)) given[std::string(parameter.name)] = ReadParameter(input, parameter);
  }
  if (input->Chance(4)) given[input->Text(12)] = input->Raw();
  return given;
}

std::string Text(const Given& given) {
  std::string text;
  for (const auto& [name, value] : given) text += fmt::format(" {}={}", name, value);
  return text;
}

std::map<std::string, std::string> ViolationsOf(const absl::Status& status, const std::string& request) {
  const api::v1::ErrorDetail detail = errors::DetailOf(status);
  Require(detail.code() == api::v1::VALIDATION_FAILED, "{}: another error: {}", request, ToString(status));
  std::map<std::string, std::string> violations;
  for (const auto& violation : detail.violations()) violations[violation.field()] = violation.message();
  Require(!violations.empty(), "{}: an error that names nothing", request);
  return violations;
}

bool IsWithin(const Parameter& parameter, double value) {
  return value >= parameter.minimum && value <= parameter.maximum &&
         (!parameter.integral || value == std::floor(value));
}

// Each parameter that cannot be, and no other, is named with its range. False where there is an error.
bool CheckResolve(const Definition& definition, const Given& given, const std::string& request) {
  std::map<std::string, const Parameter*> known;
  for (const Parameter& parameter : definition.parameters) known[std::string(parameter.name)] = &parameter;
  std::vector<std::string> wrong;
  for (const auto& [name, value] : given) {
    if (!known.contains(name) || !IsWithin(*known[name], value)) wrong.push_back(name);
  }
  const auto params = definition.Resolve(given);
  if (params.ok()) {
    Require(wrong.empty(), "{}: taken", request);
    Require(params->size() == definition.parameters.size(), "{}: parameters are missing", request);
    return true;
  }
  const auto violations = ViolationsOf(params.status(), request);
  for (const std::string& name : wrong) {
    Require(violations.contains(name), "{}: nothing is said of {}", request, name);
    const bool unknown = !known.contains(name);
    const std::string wanted = unknown ? "is no parameter" : fmt::format(" to {}", known[name]->maximum);
    Require(violations.at(name).find(wanted) != std::string::npos, "{}: no range for {}", request, name);
  }
  // Relations between parameters are looked at where each alone is right.
  Require(wrong.empty() || wrong.size() == violations.size(), "{}: more is said to be wrong than is", request);
  return false;
}

Table RunBatch(const Definition& definition, Params params, const BarColumns& bars, size_t from, size_t count) {
  // Exactly as long as the part that is looked at.
  Table in;
  for (const Input input : definition.inputs) {
    const std::span<const double> part = bars.Of(input).subspan(from, count);
    in.emplace_back(part.begin(), part.end());
  }
  Table out(definition.outputs.size(), std::vector<double>(count, kUntouched));
  definition.batch(params, std::vector<std::span<const double>>(in.begin(), in.end()),
                   std::vector<std::span<double>>(out.begin(), out.end()));
  return out;
}

Table RunStream(const Definition& definition, Params params, const BarColumns& bars, size_t count,
                const std::string& request) {
  const auto warm_up = static_cast<size_t>(definition.warm_up(params));
  const auto indicator = definition.make(params);
  Table values(definition.outputs.size());
  for (size_t i = 0; i < count; ++i) {
    std::vector<double> in;
    for (const Input input : definition.inputs) in.push_back(bars.Of(input)[i]);
    in.shrink_to_fit();
    std::vector<double> out(values.size(), kUntouched);
    const bool has_value = indicator->Update(in, out);
    Require(has_value == (i + 1 >= warm_up), "{}: row {}, warm-up {}", request, i, warm_up);
    for (size_t c = 0; c < out.size(); ++c) {
      Require(has_value || Same(out[c], kUntouched), "{}: row {} is written to", request, i);
      values[c].push_back(has_value ? out[c] : std::numeric_limits<double>::quiet_NaN());
    }
  }
  return values;
}

// Whether the rows of `a` from `from` on are those of `b` `later` rows later.
void CheckSame(const Table& a, const Table& b, size_t from, size_t later, const std::string& what) {
  for (size_t c = 0; c < a.size(); ++c) {
    for (size_t i = from; i < a[c].size(); ++i) {
      Require(Same(a[c][i], b[c][i + later]), "{}: output {} row {}: {} and {}", what, c, i, a[c][i], b[c][i + later]);
    }
  }
}

void CheckValues(const Definition& definition, Params params, const BarColumns& bars, size_t count, size_t cut,
                 const std::string& request) {
  const auto warm_up = static_cast<size_t>(definition.warm_up(params));
  const Table batch = RunBatch(definition, params, bars, 0, count);
  CheckSame(batch, RunStream(definition, params, bars, count, request), 0, 0, request + ": batch and stream");
  CheckSame(RunBatch(definition, params, bars, 0, cut), batch, 0, 0, request + ": fewer bars");
  if (definition.recursive || count - cut < warm_up) return;
  const Table later = RunBatch(definition, params, bars, cut, count - cut);
  CheckSame(later, batch, warm_up - 1, cut, fmt::format("{}: {} bars later", request, cut));
}

// The columns with one of them cut or gone.
BarColumns Torn(FuzzInput* input, BarColumns bars) {
  std::span<const double>* columns[] = {&bars.open, &bars.high, &bars.low, &bars.close, &bars.volume, &bars.open_time};
  std::span<const double>& column = *columns[input->Byte() % std::size(columns)];
  column = column.first(input->Below(column.size() + 1));
  return bars;
}

bool AllFinite(const Definition& definition, const BarColumns& bars) {
  return std::all_of(definition.inputs.begin(), definition.inputs.end(), [&bars](Input input) {
    const std::span<const double> column = bars.Of(input);
    return std::all_of(column.begin(), column.end(), [](double value) { return std::isfinite(value); });
  });
}

bool SameLengths(const Definition& definition, const BarColumns& bars) {
  return std::all_of(definition.inputs.begin(), definition.inputs.end(),
                     [&](Input input) { return bars.Of(input).size() == bars.Of(definition.inputs[0]).size(); });
}

bool InOrder(const Definition& definition, const BarColumns& bars) {
  if (std::find(definition.inputs.begin(), definition.inputs.end(), Input::kOpenTime) == definition.inputs.end())
    return true;
  for (size_t i = 1; i < bars.open_time.size(); ++i) {
    if (bars.open_time[i] < bars.open_time[i - 1]) return false;
  }
  return true;
}

// The checked entry takes what has been found right, and nothing else.
void CheckCompute(const Definition& definition, const Given& given, Params params, const BarColumns& bars,
                  bool allow_non_finite, const std::string& request) {
  const auto values = Compute(definition.name, given, bars, {.allow_non_finite = allow_non_finite});
  const size_t count = bars.Of(definition.inputs[0]).size();
  const bool equal = SameLengths(definition, bars);
  const bool right = equal && InOrder(definition, bars) && (allow_non_finite || AllFinite(definition, bars)) &&
                     static_cast<size_t>(definition.warm_up(params)) <= count;
  Require(values.ok() == right, "{}: {}", request, right ? ToString(values.status()) : "taken by Compute");
  if (!right) {
    ViolationsOf(values.status(), request);
    return;
  }
  CheckSame(RunBatch(definition, params, bars, 0, count), *values, 0, 0, request + ": batch and Compute");
}

void CheckRequest(FuzzInput input) {
  const std::string name = ReadName(&input);
  const Definition* definition = Registry::Find(name);
  if (definition == nullptr) {
    const auto values = Compute(name, {}, {});
    Require(errors::DetailOf(values.status()).code() == api::v1::NOT_FOUND, "found '{}'", name);
    return;
  }
  const Given given = ReadGiven(&input, *definition);
  const std::string request = name + Text(given);
  const size_t cut = input.Below(kMostBars);
  const bool allow_non_finite = input.Chance(128);
  const bool torn = input.Chance(16);
  FuzzInput where = input;
  if (torn) input.Raw();
  const std::vector<Ohlcv> bars = ReadBars(&input, kMostBars);
  const FuzzColumns columns(bars, ReadTimes(&input, bars.size()));
  if (!CheckResolve(*definition, given, request)) {
    ViolationsOf(Compute(name, given, columns.View()).status(), request);
    return;
  }
  const std::vector<double> params = *definition->Resolve(given);
  CheckValues(*definition, params, columns.View(), bars.size(), std::min(cut, bars.size()), request);
  const BarColumns offered = torn ? Torn(&where, columns.View()) : columns.View();
  CheckCompute(*definition, given, params, offered, allow_non_finite, request);
}

}  // namespace
}  // namespace mib::indicators

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mib::indicators::CheckRequest(mib::indicators::FuzzInput({data, size}));
  return 0;
}
