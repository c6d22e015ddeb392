#include <bit>
#include <catch2/catch_test_macros.hpp>
#include <cmath>

#include "series.h"

namespace mib::indicators {
namespace {

bool Same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}

/// Each series of a panel through Panel::Update, row by row, as Stream gives it.
std::vector<Table> ThroughPanel(const Definition& definition, const std::vector<double>& params,
                                const std::vector<Bars>& all) {
  const size_t rows = all[0].close.size();
  const auto panel = definition.make_panel(params, all.size());
  Table in(definition.inputs.size(), std::vector<double>(all.size()));
  Table out(definition.outputs.size(), std::vector<double>(all.size()));
  const std::vector<std::span<const double>> in_columns(in.begin(), in.end());
  const std::vector<std::span<double>> out_columns(out.begin(), out.end());
  std::vector<Table> tables(all.size(), Table(out.size(), std::vector<double>(rows)));
  for (size_t i = 0; i < rows; ++i) {
    for (size_t s = 0; s < all.size(); ++s) {
      for (size_t c = 0; c < in.size(); ++c) in[c][s] = all[s].Column(definition.inputs[c])[i];
    }
    const bool ready = panel->Update(in_columns, out_columns);
    for (size_t s = 0; s < all.size(); ++s) {
      for (size_t c = 0; c < out.size(); ++c)
        tables[s][c][i] = ready ? out[c][s] : std::numeric_limits<double>::quiet_NaN();
    }
  }
  return tables;
}

TEST_CASE("Every series of a panel has the bits of an indicator of its own", "[unit][indicators]") {
  std::vector<Bars> all;
  for (const auto& [name, bars] : HostileBars()) all.push_back(bars);
  // Also numbers of series that no vector divides.
  for (const size_t series : {size_t{1}, size_t{3}, all.size()}) {
    const std::vector<Bars> some(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(series));
    for (const Definition* definition : Registry::All()) {
      INFO(definition->name << ", " << series << " series");
      const auto params = *definition->Resolve({});
      const std::vector<Table> panel = ThroughPanel(*definition, params, some);
      for (size_t s = 0; s < series; ++s) {
        const Table alone = Stream(*definition, params, some[s]);
        for (size_t c = 0; c < alone.size(); ++c) {
          for (size_t i = 0; i < alone[c].size(); ++i) {
            if (!Same(alone[c][i], panel[s][c][i])) {
              INFO("series " << s << " output " << c << " row " << i);
              REQUIRE(alone[c][i] == panel[s][c][i]);
            }
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace mib::indicators
