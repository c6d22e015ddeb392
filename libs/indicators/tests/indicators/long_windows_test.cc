// Whole columns are worked through in blocks; windows may be as long as a block and longer.

#include <algorithm>
#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <random>

#include "series.h"

namespace mib::indicators {
namespace {

constexpr size_t kRows = 3000;
constexpr int kAverageTypes = 9;

/// A walk with a bar that is no number.
Bars Walk() {
  std::mt19937_64 random(41);
  std::normal_distribution<double> step(0, 1);
  std::uniform_real_distribution<double> part(0, 1);
  Bars bars;
  double price = 100;
  for (size_t i = 0; i < kRows; ++i) {
    const double open = price;
    // Now and then it stands still.
    if (i % 7 != 0) price = std::abs(price + step(random)) + 0.01;
    bars.open.push_back(open);
    bars.close.push_back(price);
    bars.high.push_back(std::max(open, price) + part(random));
    bars.low.push_back(std::min(open, price) * part(random));
    bars.volume.push_back(std::floor(1000 * part(random)));
  }
  bars.close[2700] = std::numeric_limits<double>::quiet_NaN();
  bars.open_time = OpenTimes(kRows);
  return bars;
}

bool ChoosesAverage(const Parameter& parameter) { return parameter.name.ends_with("ma_type"); }

/// Its parameters, those that count bars from `longest` on and averages of one type; nothing if it does not take them.
std::optional<std::vector<double>> LongParams(const Definition& definition, double longest, int type) {
  constexpr double kBars = 1000;
  std::map<std::string, double> given;
  for (const Parameter& parameter : definition.parameters) {
    // Fast ones come before slow ones.
    // Of those that begin at times they are minutes.
    if (definition.since == nullptr && parameter.integral && parameter.maximum >= kBars)
      given[std::string(parameter.name)] = longest++;
    if (ChoosesAverage(parameter)) given[std::string(parameter.name)] = type;
  }
  auto params = definition.Resolve(given);
  if (!params.ok()) return std::nullopt;
  return *params;
}

void CheckSame(const Table& batch, const Table& stream) {
  for (size_t c = 0; c < batch.size(); ++c) {
    for (size_t i = 0; i < kRows; ++i) {
      const bool same = std::isnan(batch[c][i])
                            ? std::isnan(stream[c][i])
                            : std::bit_cast<uint64_t>(batch[c][i]) == std::bit_cast<uint64_t>(stream[c][i]);
      if (same) continue;
      INFO("output " << c << " row " << i << ": " << batch[c][i] << " and " << stream[c][i]);
      REQUIRE(same);
    }
  }
}

TEST_CASE("Batch and stream agree in every bit where windows are about as long as a block", "[unit][indicators]") {
  const Bars bars = Walk();
  for (const Definition* definition : Registry::All()) {
    const bool chooses = std::any_of(definition->parameters.begin(), definition->parameters.end(), ChoosesAverage);
    for (const double longest : {20, 253, 256, 300}) {
      for (int type = 0; type < (chooses ? kAverageTypes : 1); ++type) {
        const auto params = LongParams(*definition, longest, type);
        if (!params) {
          WARN(definition->name << " skipped: it does not take windows from " << longest << " on");
          continue;
        }
        INFO(definition->name << " from " << longest << ", average " << type);
        CheckSame(Batch(*definition, *params, bars), Stream(*definition, *params, bars));
      }
    }
  }
}

}  // namespace
}  // namespace mib::indicators
