#include "panel.h"

#include <memory>

#include "series.h"

namespace mib::bench {
namespace {

using Columns = std::vector<std::vector<double>>;

// For each row and input, a value of every series.
std::vector<Columns> MakeRows(const indicators::Definition& definition) {
  std::vector<Columns> rows(kPanelRows, Columns(definition.inputs.size(), std::vector<double>(kPanelSeries)));
  for (size_t s = 0; s < kPanelSeries; ++s) {
    const Series series = MakeSeries(kPanelRows, static_cast<unsigned>(s + 1));
    const auto inputs = series.Inputs(definition);
    for (size_t i = 0; i < kPanelRows; ++i) {
      for (size_t c = 0; c < inputs.size(); ++c) rows[i][c][s] = inputs[c][i];
    }
  }
  return rows;
}

struct Sides {
  explicit Sides(const Spec& spec) : rows(MakeRows(*spec.definition)) {
    const indicators::Definition& definition = *spec.definition;
    panel = definition.make_panel(spec.params, kPanelSeries);
    for (size_t s = 0; s < kPanelSeries; ++s) indicators.push_back(definition.make(spec.params));
    ours.assign(definition.outputs.size(), std::vector<double>(kPanelSeries));
    peer = ours;
  }

  void RunPanel() {
    const std::vector<std::span<double>> out(ours.begin(), ours.end());
    for (const Columns& row : rows) {
      const std::vector<std::span<const double>> in(row.begin(), row.end());
      panel->Update(in, out);
    }
  }
  void RunIndicators() {
    std::vector<double> in(rows[0].size());
    std::vector<double> out(peer.size());
    for (const Columns& row : rows) {
      for (size_t s = 0; s < kPanelSeries; ++s) {
        for (size_t c = 0; c < in.size(); ++c) in[c] = row[c][s];
        indicators[s]->Update(in, out);
        for (size_t c = 0; c < out.size(); ++c) peer[c][s] = out[c];
      }
    }
  }

  std::vector<Columns> rows;
  std::unique_ptr<indicators::Panel> panel;
  std::vector<std::unique_ptr<indicators::Indicator>> indicators;
  Columns ours;
  Columns peer;
};

}  // namespace

Contest MakePanelContest(const Spec& spec) {
  const auto sides = std::make_shared<Sides>(spec);
  Contest contest;
  contest.name = spec.text;
  contest.ours = [sides] { sides->RunPanel(); };
  contest.peer = [sides] { sides->RunIndicators(); };
  return contest;
}

}  // namespace mib::bench
