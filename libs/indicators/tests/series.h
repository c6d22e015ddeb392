#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "mib/indicators/registry.h"

namespace mib::indicators {

using Table = std::vector<std::vector<double>>;

/// One close series through the batch form; a column per output.
inline Table Batch(const Definition& definition, const std::vector<double>& params, const std::vector<double>& closes) {
  Table out(definition.outputs.size(), std::vector<double>(closes.size()));
  const std::vector<std::span<const double>> in(definition.inputs.size(), std::span<const double>(closes));
  const std::vector<std::span<double>> columns(out.begin(), out.end());
  definition.batch(params, in, columns);
  return out;
}

/// The same through Update, with NaN during the warm-up.
inline Table Stream(const Definition& definition, const std::vector<double>& params,
                    const std::vector<double>& closes) {
  Table out(definition.outputs.size());
  const auto indicator = definition.make(params);
  for (const double close : closes) {
    const std::vector<double> in(definition.inputs.size(), close);
    std::vector<double> values(out.size(), 0);
    if (!indicator->Update(in, values)) values.assign(out.size(), std::numeric_limits<double>::quiet_NaN());
    for (size_t c = 0; c < out.size(); ++c) out[c].push_back(values[c]);
  }
  return out;
}

/// Series that break careless arithmetic, by name.
inline std::map<std::string, std::vector<double>> HostileSeries() {
  constexpr int kLength = 400;
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> unit(0, 1);
  std::map<std::string, std::vector<double>> all;
  double walk = 100;
  for (int i = 0; i < kLength; ++i) {
    walk *= 0.98 + 0.04 * unit(random);
    all["walk"].push_back(walk);
    all["flat"].push_back(101.1);
    all["zeros"].push_back(0);
    all["tiny"].push_back(1e-9 * (1 + unit(random)));
    all["huge"].push_back(1e13 * (1 + unit(random)));
    all["tiny and huge"].push_back(i % 7 == 0 ? 1e13 : 1e-9 * unit(random));
    all["still at height"].push_back(1e13 + (i % 2));
    all["flat, then moving"].push_back(i < 200 ? 50 : 50 + unit(random));
    all["rising"].push_back(i + 1);
    all["falling"].push_back(kLength - i);
  }
  return all;
}

}  // namespace mib::indicators
