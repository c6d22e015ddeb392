#pragma once

#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "mib/base/decimal.h"
#include "mib/indicators/definition.h"
#include "mib/market/proto.h"
#include "mib/market/v1/market.pb.h"

namespace mib::gateway {

/// Final bars of BTC-USD, one a minute from 2024-01-15 on, of a price that wanders.
inline std::vector<market::v1::Bar> MadeBars(size_t count) {
  std::mt19937 random(7);
  const auto decimal = [](int64_t cents) { return market::ToProto(Decimal(cents, 2)); };
  std::vector<market::v1::Bar> bars;
  int64_t close = 10'000;
  for (size_t i = 0; i < count; ++i) {
    const int64_t open = close + static_cast<int64_t>(random() % 21) - 10;
    close = open + static_cast<int64_t>(random() % 201) - 100;
    market::v1::Bar& bar = bars.emplace_back();
    bar.set_symbol("BTC-USD");
    bar.set_interval("1m");
    *bar.mutable_open_time() =
        market::ToProto(absl::FromUnixSeconds(1705276800) + absl::Minutes(static_cast<int64_t>(i)));
    *bar.mutable_open() = decimal(open);
    *bar.mutable_high() = decimal(std::max(open, close) + static_cast<int64_t>(random() % 30));
    *bar.mutable_low() = decimal(std::min(open, close) - static_cast<int64_t>(random() % 30));
    *bar.mutable_close() = decimal(close);
    *bar.mutable_volume() = decimal(1 + static_cast<int64_t>(random() % 5000));
    bar.set_is_final(true);
    bar.set_revision(1);
    bar.set_origin(market::v1::TRADES);
  }
  return bars;
}

/// What REST computes: whole columns, made from the decimals' text. A column per output, a row per bar.
inline std::vector<std::vector<double>> BatchOf(const indicators::Definition& definition, indicators::Params params,
                                                std::span<const market::v1::Bar> bars) {
  std::vector<std::vector<double>> in;
  for (const indicators::Input input : definition.inputs) {
    std::vector<double>& column = in.emplace_back();
    for (const market::v1::Bar& bar : bars) {
      if (input == indicators::Input::kOpenTime) {
        column.push_back(static_cast<double>(bar.open_time().seconds()));
        continue;
      }
      const market::v1::Decimal* fields[] = {&bar.open(), &bar.high(), &bar.low(), &bar.close(), &bar.volume()};
      column.push_back(std::stod(market::FromProto(*fields[static_cast<size_t>(input)])->ToString()));
    }
  }
  std::vector<std::vector<double>> out(definition.outputs.size(), std::vector<double>(bars.size()));
  definition.batch(params, std::vector<std::span<const double>>(in.begin(), in.end()),
                   std::vector<std::span<double>>(out.begin(), out.end()));
  return out;
}

}  // namespace mib::gateway
