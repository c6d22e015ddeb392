#include "stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "series.h"
#include "spec.h"

namespace mib::bench {
namespace {

using Clock = std::chrono::steady_clock;

// As on the peer's side.
constexpr size_t kKept = 250;
constexpr size_t kSamples = 10;
constexpr double kSecondsPerRound = 0.03;

// The numbers of a bar stand together, as they do where bars come one by one.
struct Rows {
  std::vector<double> values;
  size_t width = 0;

  size_t bars() const { return values.size() / width; }
  std::span<const double> operator[](size_t bar) const { return some(bar, 1); }
  /// `count` bars from `first` on, or as many as there are.
  std::span<const double> some(size_t first, size_t count) const {
    return {values.data() + first * width, std::min(count, bars() - first) * width};
  }
};

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

// Each value is kept for a while, in the first-level cache. Summed up instead, the sum would go through memory around
// each call, which takes longer than a short update.
double NsPerUpdate(const Spec& spec, const Rows& in) {
  const size_t outputs = spec.definition->outputs.size();
  std::vector<double> out(kKept * outputs);
  double seconds = 0;
  int runs = 0;
  for (; seconds < kSecondsPerRound; ++runs) {
    const auto indicator = spec.definition->make(spec.params);
    const auto begin = Clock::now();
    for (size_t first = 0; first < in.bars(); first += kKept)
      UpdateEach(indicator.get(), in.some(first, kKept), in.width, out.data(), outputs);
    seconds += std::chrono::duration<double>(Clock::now() - begin).count();
  }
  return seconds * 1e9 / static_cast<double>(in.bars()) / runs;
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

void RunStream(const std::vector<std::string>& specs, size_t bars, int rounds) {
  const Series series = MakeSeries(bars);
  fmt::print("{{\"functions\": [");
  const char* separator = "";
  for (const std::string& text : specs) {
    const Spec spec = ParseSpec(text);
    const Rows in = InputRows(series, *spec.definition);
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) times.push_back(NsPerUpdate(spec, in));
    fmt::print("{}{{\"name\": \"{}\", \"ns\": [{:.4f}], \"values\": {{{}}}}}", separator, text, fmt::join(times, ", "),
               Samples(spec, in));
    separator = ", ";
  }
  fmt::print("]}}\n");
}

}  // namespace mib::bench
