#include "stream.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "series.h"
#include "spec.h"

namespace mib::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kColumns = 8;
constexpr size_t kSamples = 10;
constexpr double kSecondsPerRound = 0.03;

// Inputs of a bar stand together, as they do where bars come one by one.
struct Rows {
  std::vector<double> values;
  size_t width = 0;

  size_t bars() const { return values.size() / width; }
  std::span<const double> operator[](size_t bar) const { return {values.data() + bar * width, width}; }
};

Rows MakeRows(const Series& series, const indicators::Definition& definition) {
  const auto inputs = series.Inputs(definition);
  Rows rows{{}, inputs.size()};
  for (size_t bar = 0; bar < series.bars(); ++bar) {
    for (const auto& input : inputs) rows.values.push_back(input[bar]);
  }
  return rows;
}

volatile double sink;

double NsPerUpdate(const Spec& spec, const Rows& rows) {
  std::array<double, kColumns> out{};
  const std::span<double> outputs(out.data(), spec.definition->outputs.size());
  double seconds = 0;
  double sum = 0;
  int runs = 0;
  for (; seconds < kSecondsPerRound; ++runs) {
    const auto indicator = spec.definition->make(spec.params);
    const auto begin = Clock::now();
    for (size_t bar = 0; bar < rows.bars(); ++bar) {
      if (indicator->Update(rows[bar], outputs)) sum += out[0];
    }
    seconds += std::chrono::duration<double>(Clock::now() - begin).count();
  }
  sink = sum;
  return seconds * 1e9 / static_cast<double>(rows.bars()) / runs;
}

std::string Samples(const Spec& spec, const Rows& rows) {
  const size_t outputs = spec.definition->outputs.size();
  const auto indicator = spec.definition->make(spec.params);
  std::array<double, kColumns> out{};
  std::vector<std::vector<double>> samples(outputs);
  const size_t step = rows.bars() / (2 * kSamples);
  for (size_t bar = 0; bar < rows.bars(); ++bar) {
    indicator->Update(rows[bar], {out.data(), outputs});
    if (bar < rows.bars() / 2 || bar % step != 0) continue;
    for (size_t i = 0; i < outputs; ++i) samples[i].push_back(out[i]);
  }
  std::string text;
  for (size_t i = 0; i < outputs; ++i) {
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
    const Rows rows = MakeRows(series, *spec.definition);
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) times.push_back(NsPerUpdate(spec, rows));
    fmt::print("{}{{\"name\": \"{}\", \"ns\": [{:.4f}], \"values\": {{{}}}}}", separator, text, fmt::join(times, ", "),
               Samples(spec, rows));
    separator = ", ";
  }
  fmt::print("]}}\n");
}

}  // namespace mib::bench
