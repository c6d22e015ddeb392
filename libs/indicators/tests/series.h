#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "mib/indicators/registry.h"

namespace mib::indicators {

using Table = std::vector<std::vector<double>>;

/// The columns of some bars.
struct Bars {
  std::vector<double> open, high, low, close, volume;
  std::vector<double> open_time = {};

  const std::vector<double>& Column(Input input) const {
    switch (input) {
      case Input::kOpen:
        return open;
      case Input::kHigh:
        return high;
      case Input::kLow:
        return low;
      case Input::kClose:
        return close;
      case Input::kVolume:
        return volume;
      case Input::kOpenTime:
        break;
    }
    return open_time;
  }
  /// Without the first `count`.
  Bars From(size_t count) const {
    const auto tail = [count](const std::vector<double>& column) {
      return std::vector<double>(column.begin() + static_cast<std::ptrdiff_t>(count), column.end());
    };
    return {tail(open), tail(high), tail(low), tail(close), tail(volume), tail(open_time)};
  }
};

/// Seconds of bars that open 7 minutes after each other from Friday 2024-01-05 18:00 UTC on, with two days and some
/// seconds missing now and then.
inline std::vector<double> OpenTimes(size_t count) {
  std::vector<double> times;
  double time = 1704477600;
  for (size_t i = 0; i < count; ++i) {
    times.push_back(time);
    time += i % 90 == 89 ? 2 * 86400 + 12.75 : 420;
  }
  return times;
}

/// Bars without range: every column but the times is `closes`.
inline Bars StillBars(const std::vector<double>& closes) {
  return {closes, closes, closes, closes, closes, OpenTimes(closes.size())};
}

/// Through the batch form; a column per output.
inline Table Batch(const Definition& definition, const std::vector<double>& params, const Bars& bars) {
  Table out(definition.outputs.size(), std::vector<double>(bars.close.size()));
  std::vector<std::span<const double>> in;
  for (const Input input : definition.inputs) in.emplace_back(bars.Column(input));
  const std::vector<std::span<double>> columns(out.begin(), out.end());
  definition.batch(params, in, columns);
  return out;
}
inline Table Batch(const Definition& definition, const std::vector<double>& params, const std::vector<double>& closes) {
  return Batch(definition, params, StillBars(closes));
}

/// Through Update, with NaN where there is no value yet. `first` gets the row of the first value.
inline Table Stream(const Definition& definition, const std::vector<double>& params, const Bars& bars,
                    size_t* first = nullptr) {
  Table out(definition.outputs.size());
  const auto indicator = definition.make(params);
  bool begun = false;
  for (size_t i = 0; i < bars.close.size(); ++i) {
    std::vector<double> in;
    for (const Input input : definition.inputs) in.push_back(bars.Column(input)[i]);
    std::vector<double> values(out.size(), 0);
    if (!indicator->Update(in, values)) {
      values.assign(out.size(), std::numeric_limits<double>::quiet_NaN());
    } else if (!begun) {
      begun = true;
      if (first != nullptr) *first = i;
    }
    for (size_t c = 0; c < out.size(); ++c) out[c].push_back(values[c]);
  }
  return out;
}
inline Table Stream(const Definition& definition, const std::vector<double>& params,
                    const std::vector<double>& closes) {
  return Stream(definition, params, StillBars(closes));
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
    all["a spike"].push_back(i == 150 ? 1e13 : 100 + unit(random));
    all["a new scale"].push_back((i < 150 ? 1e-9 : 1e13) * (1 + unit(random)));
    all["steps of a cent"].push_back(std::round(walk * 20) / 100);
  }
  return all;
}

/// Open times that break careless arithmetic, for some of the series, and good ones for the others.
inline std::vector<double> HostileTimes(const std::string& name, size_t count) {
  std::vector<double> times = OpenTimes(count);
  std::mt19937_64 random(27);
  std::uniform_real_distribution<double> unit(-1, 1);
  for (size_t i = 0; i < count; ++i) {
    const auto bar = static_cast<double>(i);
    if (name == "flat") times[i] = 1704477600;
    if (name == "zeros") times[i] = -3600 * bar;
    // Over the epoch.
    if (name == "rising") times[i] = 3600 * (bar - 100);
    // Over a midnight.
    if (name == "tiny") times[i] = 1704672000 + (bar - 200) / 8;
    if (name == "falling") times[i] = 1e6 * unit(random);
    if (name == "huge") times[i] = std::pow(10, bar) * unit(random);
  }
  return times;
}

/// Bars around each of the closes of HostileSeries, some without range or volume.
inline std::map<std::string, Bars> HostileBars() {
  std::mt19937_64 random(17);
  std::uniform_real_distribution<double> unit(0, 1);
  std::map<std::string, Bars> all;
  for (const auto& [name, closes] : HostileSeries()) {
    Bars bars;
    for (size_t i = 0; i < closes.size(); ++i) {
      const double open = i == 0 ? closes[i] : closes[i - 1] + (closes[i] - closes[i - 1]) * unit(random) * 1.2;
      const double reach = i % 50 < 5 ? 0 : 0.01 * closes[i] * unit(random);
      bars.open.push_back(open);
      bars.high.push_back(std::max(open, closes[i]) + reach);
      bars.low.push_back(std::min(open, closes[i]) - reach * unit(random));
      bars.close.push_back(closes[i]);
      bars.volume.push_back(i % 60 < 20 ? 0 : std::floor(1e6 * unit(random)));
    }
    bars.open_time = HostileTimes(name, closes.size());
    all[name] = std::move(bars);
  }
  return all;
}

}  // namespace mib::indicators
