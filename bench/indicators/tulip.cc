#include "tulip.h"

namespace mib::bench {
namespace {

// The beginning of ti_indicator_info (indicators.h).
struct TulipInfo {
  const char* name;
  const char* full_name;
  int (*start)(const double* options);
  int (*indicator)(int size, const double* const* inputs, const double* options, double* const* outputs);
  int type;
  int inputs;
  int options;
  int outputs;
};

}  // namespace

Contest Tulip::Make(const Row& row, const Series& series, Outputs& ours, Outputs& peer) const {
  const TulipInfo* (*find)(const char*) = library_["ti_find_indicator"];
  const TulipInfo* info = find(row.function.c_str());
  if (info == nullptr) Die("Tulip has no indicator " + row.function);
  const std::vector<std::span<const double>> columns = series.Inputs(*row.ours.definition);
  if (static_cast<size_t>(info->inputs) != columns.size() || static_cast<size_t>(info->options) != row.options.size()) {
    Die(row.function + " takes other inputs or options");
  }
  std::vector<const double*> inputs;
  for (const auto& column : columns) inputs.push_back(column.data());
  std::vector<double*> outputs;
  std::vector<Values> values;
  const size_t first = static_cast<size_t>(info->start(row.options.data()));
  for (size_t i = 0; i < static_cast<size_t>(info->outputs); ++i) {
    outputs.push_back(peer.Reals(i));
    values.push_back({first, series.bars() - first, outputs.back(), nullptr});
  }

  Contest contest = MakeContest(row, series, ours);
  contest.peer = [info, inputs, options = row.options, outputs, size = static_cast<int>(series.bars())] {
    if (info->indicator(size, inputs.data(), options.data(), outputs.data()) != 0) Die("Tulip refuses the options");
  };
  contest.peer_values = [values] { return values; };
  return contest;
}

}  // namespace mib::bench
