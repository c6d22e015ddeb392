#pragma once

#include <cstddef>
#include <utility>

#include "mib/indicators/definition.h"

namespace mib::indicators {

/// The updater of an indicator whose value is a function of one bar: `double kValue(double, ...)`, of its inputs.
template <auto kValue>
class OfBar;

template <typename... Prices, double (*kValue)(Prices...)>
class OfBar<kValue> {
 public:
  static constexpr size_t kInputs = sizeof...(Prices);
  static constexpr size_t kOutputs = 1;

  explicit OfBar(Params /*params*/) {}

  bool Update(const double* in, double* out) {
    out[0] = Value([in](size_t c) { return in[c]; }, std::make_index_sequence<kInputs>());
    return true;
  }
  void Run(const double* const* in, size_t count, double* const* out) {
    for (size_t i = 0; i < count; ++i)
      out[0][i] = Value([in, i](size_t c) { return in[c][i]; }, std::make_index_sequence<kInputs>());
  }

 private:
  template <typename Input, size_t... kColumn>
  static double Value(Input input, std::index_sequence<kColumn...>) {
    return kValue(input(kColumn)...);
  }
};

}  // namespace mib::indicators
