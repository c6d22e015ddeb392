// Any text as a spec, and any rows as trades of alternative bars: an error or a spec that is read back from its name;
// bars that hold every accepted trade once, and the same ones when the rows come one by one at finer scales.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>

#include "mib/base/status.h"
#include "mib/market/alternative_bars.h"

namespace mib::market {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

/// Ends the process with a message where something that must hold does not.
void Require(bool holds, std::string_view what, std::string_view spec) {
  if (holds) return;
  fmt::print(stderr, "BROKEN: {} of {}\n", what, spec);
  std::abort();
}

/// Bytes as decisions; 0 after their end.
class Bytes {
 public:
  explicit Bytes(std::span<const uint8_t> bytes) : bytes_(bytes) {}

  bool empty() const { return bytes_.empty(); }
  uint8_t Next() {
    if (bytes_.empty()) return 0;
    const uint8_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte;
  }
  int64_t Raw() {
    uint64_t bits = 0;
    for (int i = 0; i < 8; ++i) bits = bits << 8 | Next();
    return static_cast<int64_t>(bits);
  }
  /// Mostly near `usual`, at times anything.
  int64_t Number(int64_t usual) {
    const uint8_t way = Next();
    if (way >= 16) return usual + way - 128;
    return way == 0 ? kNoLimit : way == 1 ? 1 : Raw();
  }
  std::string Text(size_t longest) {
    std::string text;
    for (size_t length = Next() % (longest + 1); text.size() < length;) text += static_cast<char>(Next());
    return text;
  }

 private:
  std::span<const uint8_t> bytes_;
};

std::string ReadSpec(Bytes* input) {
  constexpr std::array kNames = {"tick",
                                 "vol",
                                 "dollar",
                                 "range",
                                 "renko",
                                 "renko:wicks",
                                 "imbalance:tick",
                                 "imbalance:vol",
                                 "imbalance:dollar",
                                 "imbalance:tick:ewma",
                                 ""};
  const std::string name = kNames[input->Next() % kNames.size()];
  if (name.empty()) return input->Text(40);
  if (input->Next() < 16) return name + ":" + input->Text(24);
  if (name == "imbalance:tick:ewma") {
    return fmt::format("{}:{}:{}:{}", name, input->Next() + 1, input->Next() + 1, input->Next() + 1);
  }
  const bool counts_trades = name == "tick" || name == "imbalance:tick";
  return name + ":" + Decimal(1 + input->Next() % 20, counts_trades ? 0 : input->Next() % 19).ToString();
}

TradeColumns ReadRows(Bytes* input) {
  TradeColumns rows;
  rows.price_scale = input->Next() % 19;
  rows.size_scale = input->Next() % 19;
  const int64_t price = 1'000 + input->Next() * 10;
  for (uint64_t id = 1; id <= 64 && !input->empty(); ++id) {
    rows.id.push_back(input->Next() < 8 ? id / 2 : id);
    rows.time_ns.push_back(input->Number(1'700'000'000'000'000'000));
    rows.price.push_back(input->Number(price));
    rows.size.push_back(input->Number(200));
    rows.side.push_back(static_cast<Side>(input->Next() % 3));
  }
  return rows;
}

/// One of the rows, at scales finer by a digit where that fits.
TradeColumns RowAlone(const TradeColumns& rows, size_t row) {
  TradeColumns one;
  one.price_scale = rows.price_scale;
  one.size_scale = rows.size_scale;
  one.id = {rows.id[row]};
  one.time_ns = {rows.time_ns[row]};
  one.price = {rows.price[row]};
  one.size = {rows.size[row]};
  one.side = {rows.side[row]};
  int64_t finer = 0;
  if (row % 2 == 0 && one.price_scale < 18 && !__builtin_mul_overflow(one.price[0], 10, &finer)) {
    one.price[0] = finer;
    ++one.price_scale;
  }
  if (row % 3 == 0 && one.size_scale < 18 && !__builtin_mul_overflow(one.size[0], 10, &finer)) {
    one.size[0] = finer;
    ++one.size_scale;
  }
  return one;
}

void CheckBars(const AlternativeBarBuilder& builder, const AlternativeBarResult& result, const std::string& name) {
  uint64_t trades = builder.Current() ? builder.Current()->trades : 0;
  int64_t time_ns = 0;
  for (size_t i = 0; i < result.bars.size(); ++i) {
    const AlternativeBar& bar = result.bars[i];
    trades += bar.trades;
    Require(bar.index == i, "number", name);
    Require(bar.low <= std::min(bar.open, bar.close) && bar.high >= std::max(bar.open, bar.close), "prices", name);
    Require(time_ns <= bar.open_ns && bar.open_ns <= bar.close_ns, "times", name);
    Require((bar.trades == 0) == bar.volume.is_zero(), "volume", name);
    time_ns = bar.close_ns;
    if (!name.starts_with("range:")) continue;
    const absl::StatusOr<Decimal> range = Decimal::Subtract(bar.high, bar.low);
    Require(range.ok() && *range <= builder.spec().size, "range", name);
  }
  Require(trades == result.accepted, "trades", name);
}

void Check(Bytes input) {
  const std::string text = ReadSpec(&input);
  const absl::StatusOr<AlternativeSpec> spec = ParseAlternativeSpec(text);
  if (!spec.ok()) {
    Require(MessageOf(spec.status()).starts_with("interval must be "), "error", text);
    return;
  }
  const std::string name = Name(*spec);
  const absl::StatusOr<AlternativeSpec> again = ParseAlternativeSpec(name);
  Require(again.ok() && *again == *spec, "name", name);

  const TradeColumns rows = ReadRows(&input);
  AlternativeBarBuilder whole({*spec});
  AlternativeBarResult bars;
  whole.Add(rows, kNoLimit, &bars);
  Require(bars.accepted + bars.duplicates + bars.refusals.size() == rows.rows(), "rows", name);
  CheckBars(whole, bars, name);

  AlternativeBarBuilder split({*spec});
  AlternativeBarResult one_by_one;
  for (size_t i = 0; i < rows.rows(); ++i) split.Add(RowAlone(rows, i), kNoLimit, &one_by_one);
  Require(one_by_one.bars == bars.bars && split.Current() == whole.Current(), "bars one by one", name);
  Require(one_by_one.accepted == bars.accepted && one_by_one.duplicates == bars.duplicates, "counts", name);
}

}  // namespace
}  // namespace mib::market

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  mib::market::Check(mib::market::Bytes({data, size}));
  return 0;
}
