#include "stream.h"

#include <fmt/format.h>

#include "inlined.h"
#include "rows.h"
#include "series.h"
#include "spec.h"

namespace mib::bench {
namespace {

constexpr size_t kSamples = 10;

Rows InputRows(const Series& series, const indicators::Definition& definition) {
  const auto inputs = series.Inputs(definition);
  Rows rows{{}, inputs.size()};
  for (size_t bar = 0; bar < series.bars(); ++bar) {
    for (const auto& input : inputs) rows.values.push_back(input[bar]);
  }
  return rows;
}

// A function of its own, whose few variables all have a register across the calls.
__attribute__((noinline)) void UpdateEach(indicators::Indicator* indicator, std::span<const double> in, size_t inputs,
                                          double* out, size_t outputs) {
  for (; !in.empty(); in = in.subspan(inputs), out += outputs) {
    indicator->Update(in.first(inputs), {out, outputs});
  }
}

// Values are kept and not summed up: a sum would go through memory around each call, which takes longer than a short
// update.
double NsPerUpdate(const Spec& spec, const Rows& in) {
  const size_t outputs = spec.definition->outputs.size();
  std::vector<double> out(kKept * outputs);
  return NsPerBar(in.bars(), [&] {
    const auto indicator = spec.definition->make(spec.params);
    for (size_t first = 0; first < in.bars(); first += kKept)
      UpdateEach(indicator.get(), in.some(first, kKept), in.width, out.data(), outputs);
  });
}

std::string Samples(const Spec& spec, const Rows& in) {
  const auto indicator = spec.definition->make(spec.params);
  std::vector<double> out(spec.definition->outputs.size());
  std::vector<std::vector<double>> samples(out.size());
  const size_t step = in.bars() / (2 * kSamples);
  for (size_t bar = 0; bar < in.bars(); ++bar) {
    indicator->Update(in[bar], out);
    if (bar < in.bars() / 2 || bar % step != 0) continue;
    for (size_t i = 0; i < out.size(); ++i) samples[i].push_back(out[i]);
  }
  std::string text;
  for (size_t i = 0; i < out.size(); ++i) {
    text += fmt::format("{}\"{}\": [{}]", i > 0 ? ", " : "", spec.definition->outputs[i], fmt::join(samples[i], ", "));
  }
  return text;
}

}  // namespace

void RunStream(const std::vector<std::string>& specs, size_t bars, int rounds, bool inlined) {
  const Series series = MakeSeries(bars);
  fmt::print("{{\"functions\": [");
  const char* separator = "";
  for (const std::string& text : specs) {
    const Spec spec = ParseSpec(text);
    const Rows in = InputRows(series, *spec.definition);
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
      times.push_back(inlined ? FindInlined(spec.definition->name)(spec.params, in) : NsPerUpdate(spec, in));
    }
    fmt::print("{}{{\"name\": \"{}\", \"ns\": [{:.4f}], \"values\": {{{}}}}}", separator, text, fmt::join(times, ", "),
               Samples(spec, in));
    separator = ", ";
  }
  fmt::print("]}}\n");
}

}  // namespace mib::bench
