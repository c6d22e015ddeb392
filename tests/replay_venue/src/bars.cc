#include "bars.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <utility>

#include "fmt/format.h"
#include "mib/base/status.h"
#include "mib/base/time.h"

namespace mib::venue {
namespace {

absl::StatusOr<std::array<std::string_view, 6>> Fields(std::string_view line) {
  std::array<std::string_view, 6> fields;
  for (size_t i = 0; i < fields.size(); ++i) {
    const size_t comma = line.find(',');
    if ((comma == std::string_view::npos) != (i + 1 == fields.size())) {
      return absl::InvalidArgumentError("expected 6 fields");
    }
    fields[i] = line.substr(0, comma);
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
  return fields;
}

absl::StatusOr<Bar> ParseBar(std::string_view line) {
  ASSIGN_OR_RETURN(const auto fields, Fields(line));
  Bar bar;
  bar.label = std::string(fields[0]);
  ASSIGN_OR_RETURN(const absl::Time open, ParseTime(fields[0]));
  bar.open_ns = ToNanos(open);
  ASSIGN_OR_RETURN(bar.open, Decimal::Parse(fields[1]));
  ASSIGN_OR_RETURN(bar.high, Decimal::Parse(fields[2]));
  ASSIGN_OR_RETURN(bar.low, Decimal::Parse(fields[3]));
  ASSIGN_OR_RETURN(bar.close, Decimal::Parse(fields[4]));
  ASSIGN_OR_RETURN(bar.volume, Decimal::Parse(fields[5]));
  return bar;
}

int64_t Floor(int64_t time_ns, int64_t length_ns) {
  const int64_t rest = time_ns % length_ns;
  return time_ns - (rest < 0 ? rest + length_ns : rest);
}

/// Joins bars that are given in the order of their time.
class Joiner {
 public:
  explicit Joiner(int64_t seconds) : length_ns_(seconds * kNanosPerSecond) {}

  void Add(const Bar& bar) {
    const int64_t open_ns = Floor(bar.open_ns, length_ns_);
    if (bars_.empty() || bars_.back().open_ns != open_ns) {
      bars_.push_back(bar);
      bars_.back().open_ns = open_ns;
      return;
    }
    Bar& joined = bars_.back();
    joined.high = std::max(joined.high, bar.high);
    joined.low = std::min(joined.low, bar.low);
    joined.close = bar.close;
    joined.volume = Decimal::Add(joined.volume, bar.volume).value_or(joined.volume);
  }
  std::vector<Bar> Take() { return std::move(bars_); }

 private:
  const int64_t length_ns_;
  std::vector<Bar> bars_;
};

}  // namespace

absl::StatusOr<std::vector<Bar>> ReadBars(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(fmt::format("cannot read {}", path));
  std::vector<Bar> bars;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (number == 1 || line.empty()) continue;
    auto bar = ParseBar(line);
    if (!bar.ok()) return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path, number, MessageOf(bar.status())));
    if (!bars.empty() && bar->open_ns <= bars.back().open_ns) {
      return absl::InvalidArgumentError(fmt::format("{}:{}: is not later than the line before", path, number));
    }
    bars.push_back(*std::move(bar));
  }
  return bars;
}

std::vector<Bar> RollUp(const std::vector<Bar>& bars, int64_t seconds) {
  Joiner joiner(seconds);
  for (const Bar& bar : bars) joiner.Add(bar);
  return joiner.Take();
}

std::vector<Bar> RollUpTrades(const std::vector<market::Trade>& trades, int64_t seconds) {
  std::vector<const market::Trade*> in_time;
  for (const market::Trade& trade : trades) in_time.push_back(&trade);
  std::stable_sort(in_time.begin(), in_time.end(),
                   [](const market::Trade* a, const market::Trade* b) { return a->time_ns < b->time_ns; });
  Joiner joiner(seconds);
  for (const market::Trade* trade : in_time) {
    joiner.Add({"", trade->time_ns, trade->price, trade->price, trade->price, trade->price, trade->size});
  }
  return joiner.Take();
}

std::vector<market::Trade> TradesOf(const Bar& bar, int64_t length_ns, uint64_t first_id) {
  if (bar.volume.sign() <= 0) return {};
  const Decimal quarter = Decimal(bar.volume.unscaled() * 25, bar.volume.scale() + 2).Normalized();
  const bool low_first = bar.close >= bar.open;
  const std::array<Decimal, 4> prices = {bar.open, low_first ? bar.low : bar.high, low_first ? bar.high : bar.low,
                                         bar.close};
  std::vector<market::Trade> trades;
  for (int64_t i = 0; i < 4; ++i) {
    market::Trade trade;
    trade.id = first_id + static_cast<uint64_t>(i);
    trade.time_ns = bar.open_ns + i * length_ns / 4;
    trade.price = prices[static_cast<size_t>(i)];
    trade.size = quarter;
    trade.side = i % 2 == 0 ? market::Side::kBuy : market::Side::kSell;
    trades.push_back(trade);
  }
  return trades;
}

}  // namespace mib::venue
