#include "mib/market/alternative_spec.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "mib/base/status.h"

namespace mib::market {
namespace {

constexpr int64_t kMostTrades = 1'000'000'000;
constexpr int64_t kMostExpected = 1'000'000;
/// As in columns of trades: every such number fits 64 bits.
constexpr int kMostDigits = 18;

struct Form {
  AlternativeKind kind;
  std::string_view name;
  std::string_view parameters;
  std::string_view example;
};

/// A name that goes on where another ends stands before it.
constexpr std::array<Form, 10> kForms = {{
    {AlternativeKind::kTick, "tick", "TRADES", "tick:100"},
    {AlternativeKind::kVolume, "vol", "VOLUME", "vol:1000"},
    {AlternativeKind::kDollar, "dollar", "NOTIONAL", "dollar:1000000"},
    {AlternativeKind::kRange, "range", "RANGE", "range:0.5"},
    {AlternativeKind::kWickedRenko, "renko:wicks", "BRICK", "renko:wicks:10"},
    {AlternativeKind::kRenko, "renko", "BRICK", "renko:10"},
    {AlternativeKind::kEwmaImbalance, "imbalance:tick:ewma", "TRADES:BARS:SPAN", "imbalance:tick:ewma:1000:20:1000"},
    {AlternativeKind::kTickImbalance, "imbalance:tick", "TRADES", "imbalance:tick:100"},
    {AlternativeKind::kVolumeImbalance, "imbalance:vol", "VOLUME", "imbalance:vol:500"},
    {AlternativeKind::kDollarImbalance, "imbalance:dollar", "NOTIONAL", "imbalance:dollar:250000"},
}};

const Form* FormOf(std::string_view text) {
  for (const Form& form : kForms) {
    if (text.starts_with(form.name) && text.substr(form.name.size()).starts_with(':')) return &form;
  }
  return nullptr;
}

absl::Status UnknownForm() {
  std::string forms;
  for (const Form& form : kForms) {
    forms += fmt::format("{}{}:{}", forms.empty() ? "" : ", ", form.name, form.parameters);
  }
  return absl::InvalidArgumentError("interval must be one of " + forms);
}

absl::Status Wrong(const Form& form, std::string_view parameter, std::string_view rule) {
  return absl::InvalidArgumentError(fmt::format("interval must be {}:{} with {} {}, e.g. {}", form.name,
                                                form.parameters, parameter, rule, form.example));
}

absl::StatusOr<Decimal> ParseWhole(const Form& form, std::string_view parameter, std::string_view text, int64_t most) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok() || value->sign() <= 0 || value->scale() != 0 || value->unscaled() > most) {
    return Wrong(form, parameter, fmt::format("a whole number from 1 to {}", most));
  }
  return value;
}

absl::StatusOr<Decimal> ParseSize(const Form& form, std::string_view text) {
  const absl::StatusOr<Decimal> value = Decimal::Parse(text);
  if (!value.ok() || value->sign() <= 0 || value->scale() > kMostDigits ||
      value->unscaled() >= PowerOfTen(kMostDigits)) {
    return Wrong(form, form.parameters, fmt::format("a number above 0 of at most {} digits", kMostDigits));
  }
  return value;
}

absl::StatusOr<AlternativeSpec> ParseEwma(const Form& form, std::string_view text) {
  if (std::count(text.begin(), text.end(), ':') != 2) {
    return Wrong(form, form.parameters, "three whole numbers");
  }
  const size_t first = text.find(':');
  const size_t second = text.find(':', first + 1);
  AlternativeSpec spec{form.kind, {}, 0, 0};
  ASSIGN_OR_RETURN(spec.size, ParseWhole(form, "TRADES", text.substr(0, first), kMostExpected));
  ASSIGN_OR_RETURN(const Decimal bars,
                   ParseWhole(form, "BARS", text.substr(first + 1, second - first - 1), kMostExpected));
  ASSIGN_OR_RETURN(const Decimal trades, ParseWhole(form, "SPAN", text.substr(second + 1), kMostExpected));
  spec.span_bars = static_cast<int64_t>(bars.unscaled());
  spec.span_trades = static_cast<int64_t>(trades.unscaled());
  return spec;
}

}  // namespace

std::string Name(const AlternativeSpec& spec) {
  const Form& form = *std::find_if(kForms.begin(), kForms.end(), [&](const Form& f) { return f.kind == spec.kind; });
  std::string name = fmt::format("{}:{}", form.name, spec.size.ToString());
  if (spec.kind == AlternativeKind::kEwmaImbalance) name += fmt::format(":{}:{}", spec.span_bars, spec.span_trades);
  return name;
}

absl::StatusOr<AlternativeSpec> ParseAlternativeSpec(std::string_view text) {
  const Form* form = FormOf(text);
  if (form == nullptr) return UnknownForm();
  const std::string_view parameters = text.substr(form->name.size() + 1);
  if (form->kind == AlternativeKind::kEwmaImbalance) return ParseEwma(*form, parameters);
  const bool counts_trades = form->parameters == "TRADES";
  AlternativeSpec spec{form->kind, {}, 0, 0};
  ASSIGN_OR_RETURN(spec.size, counts_trades ? ParseWhole(*form, form->parameters, parameters, kMostTrades)
                                            : ParseSize(*form, parameters));
  return spec;
}

}  // namespace mib::market
