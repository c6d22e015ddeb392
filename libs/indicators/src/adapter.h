#pragma once

#include <array>
#include <limits>
#include <memory>

#include "mib/indicators/definition.h"

namespace mib::indicators {

// An updater is a class with kInputs, kOutputs, a constructor from Params and `bool Update(const double* in, double*
// out)`. From it both forms of an indicator are made, so they cannot differ.

template <typename Updater>
class Adapter final : public Indicator {
 public:
  explicit Adapter(Params params) : updater_(params) {}
  bool Update(std::span<const double> in, std::span<double> out) override {
    return updater_.Update(in.data(), out.data());
  }

 private:
  Updater updater_;
};

template <typename Updater>
std::unique_ptr<Indicator> Make(Params params) {
  return std::make_unique<Adapter<Updater>>(params);
}

template <typename Updater>
void Batch(Params params, InColumns in, OutColumns out) {
  Updater updater(params);
  std::array<double, Updater::kInputs> row;
  std::array<double, Updater::kOutputs> values;
  for (size_t i = 0; i < in[0].size(); ++i) {
    for (size_t c = 0; c < row.size(); ++c) row[c] = in[c][i];
    if (!updater.Update(row.data(), values.data())) values.fill(std::numeric_limits<double>::quiet_NaN());
    for (size_t c = 0; c < values.size(); ++c) out[c][i] = values[c];
  }
}

}  // namespace mib::indicators
