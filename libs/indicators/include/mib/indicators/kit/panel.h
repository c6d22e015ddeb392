#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "mib/indicators/definition.h"
#include "mib/indicators/kit/lanes.h"

namespace mib::indicators {

// Panels are made from the updaters of adapter.h: one for each series, or, where an updater is also there for Lanes,
// one for every four.

template <typename Updater>
class PanelOfSeries final : public Panel {
 public:
  PanelOfSeries(Params params, size_t series) {
    updaters_.reserve(series);
    for (size_t s = 0; s < series; ++s) updaters_.emplace_back(params);
  }

  bool Update(InColumns in, OutColumns out) override {
    bool ready = false;
    std::array<double, Updater::kInputs> row;
    std::array<double, Updater::kOutputs> values;
    for (size_t s = 0; s < updaters_.size(); ++s) {
      for (size_t c = 0; c < row.size(); ++c) row[c] = in[c][s];
      ready = updaters_[s].Update(row.data(), values.data());
      if (!ready) continue;
      for (size_t c = 0; c < values.size(); ++c) out[c][s] = values[c];
    }
    return ready;
  }

 private:
  std::vector<Updater> updaters_;
};

/// One step of four series, of which `count` are there.
template <typename Updater>
MIB_ALWAYS_INLINE bool UpdateFour(Updater& updater, InColumns in, size_t first, size_t count, OutColumns out) {
  std::array<Lanes, Updater::kInputs> row{};
  std::array<Lanes, Updater::kOutputs> values;
  for (size_t c = 0; c < row.size(); ++c) std::memcpy(&row[c], in[c].data() + first, count * sizeof(double));
  if (!updater.Update(row.data(), values.data())) return false;
  for (size_t c = 0; c < values.size(); ++c) std::memcpy(out[c].data() + first, &values[c], count * sizeof(double));
  return true;
}

template <typename Updater>
MIB_FOR_EACH_PROCESSOR __attribute__((flatten)) bool UpdateFours(std::vector<Updater>& updaters, InColumns in,
                                                                 OutColumns out) {
  bool ready = false;
  const size_t series = in[0].size();
  size_t s = 0;
  for (; s + kLanes <= series; s += kLanes) ready = UpdateFour(updaters[s / kLanes], in, s, kLanes, out);
  if (s < series) ready = UpdateFour(updaters[s / kLanes], in, s, series - s, out);
  return ready;
}

template <typename Updater>
class PanelOfFours final : public Panel {
 public:
  PanelOfFours(Params params, size_t series) {
    const size_t fours = (series + kLanes - 1) / kLanes;
    updaters_.reserve(fours);
    for (size_t i = 0; i < fours; ++i) updaters_.emplace_back(params);
  }

  bool Update(InColumns in, OutColumns out) override { return UpdateFours(updaters_, in, out); }

 private:
  std::vector<Updater> updaters_;
};

template <typename Updater>
std::unique_ptr<Panel> MakePanel(Params params, size_t series) {
  return std::make_unique<PanelOfSeries<Updater>>(params, series);
}

/// Of an updater for Lanes.
template <typename Updater>
std::unique_ptr<Panel> MakePanelOfFours(Params params, size_t series) {
  return std::make_unique<PanelOfFours<Updater>>(params, series);
}

}  // namespace mib::indicators
