#include "series.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>

namespace mib::bench {

std::vector<std::span<const double>> Series::Inputs(const indicators::Definition& definition) const {
  std::vector<std::span<const double>> inputs;
  for (const indicators::Input input : definition.inputs) inputs.emplace_back(Column(input));
  return inputs;
}

Series MakeSeries(size_t bars, unsigned seed) {
  constexpr double kMove = 0.01;
  constexpr double kPull = 0.0005;
  std::mt19937_64 source(seed);
  std::normal_distribution<double> normal;
  Series series;
  for (std::vector<double>& column : series.columns) column.resize(bars);
  auto& [opens, highs, lows, closes, volumes] = series.columns;
  series.open_times.resize(bars);
  double level = 0;  // logarithm of close / 100
  for (size_t i = 0; i < bars; ++i) {
    series.open_times[i] = 60 * static_cast<double>(i);
    opens[i] = 100 * std::exp(level) * (1 + 0.2 * kMove * normal(source));
    level += kMove * normal(source) - kPull * level;
    closes[i] = 100 * std::exp(level);
    highs[i] = std::max(opens[i], closes[i]) * (1 + 0.4 * kMove * std::abs(normal(source)));
    lows[i] = std::min(opens[i], closes[i]) * (1 - 0.4 * kMove * std::abs(normal(source)));
    volumes[i] = std::floor(1e6 * std::exp(0.5 * normal(source)));
  }
  return series;
}

bool WriteSeries(const Series& series, const std::string& path) {
  std::ofstream file(path, std::ios::binary);
  for (const std::vector<double>& column : series.columns) {
    file.write(reinterpret_cast<const char*>(column.data()),
               static_cast<std::streamsize>(column.size() * sizeof(double)));
  }
  return file.good();
}

}  // namespace mib::bench
