#include "engine_baseline.h"

#include <algorithm>
#include <array>
#include <bit>

namespace mib::bench {
namespace {

class SeenIds {
 public:
  explicit SeenIds(size_t count) : slots_(std::bit_ceil(count * 2), 0) {}

  bool Insert(uint64_t id) {
    const size_t mask = slots_.size() - 1;
    for (size_t i = (id * 0x9E3779B97F4A7C15ull) >> 20 & mask;; i = (i + 1) & mask) {
      if (slots_[i] == id) return false;
      if (slots_[i] == 0) {
        slots_[i] = id;
        return true;
      }
    }
  }

 private:
  std::vector<uint64_t> slots_;
};

struct Series {
  int64_t second = -1;
  double open = 0;
  double high = 0;
  double low = 0;
  double close = 0;
  double volume = 0;
  double fast = 0;
  double slow = 0;
  double gain = 0;
  double loss = 0;
  double sum = 0;
  double squares = 0;
  std::array<double, 20> window{};
  size_t next = 0;
};

void UpdateBar(const BaselineEvent& event, Series* series) {
  const int64_t second = event.time_ns / 1'000'000'000;
  if (second != series->second) {
    series->second = second;
    series->open = series->high = series->low = event.price;
    series->volume = 0;
  }
  series->high = std::max(series->high, event.price);
  series->low = std::min(series->low, event.price);
  series->volume += event.size;
}

void UpdateIndicators(double price, Series* series) {
  const double change = price - series->close;
  series->close = price;
  series->fast += 2.0 / 13 * (price - series->fast);
  series->slow += 2.0 / 27 * (price - series->slow);
  series->gain += (std::max(change, 0.0) - series->gain) / 14;
  series->loss += (std::max(-change, 0.0) - series->loss) / 14;
  const double oldest = series->window[series->next];
  series->window[series->next] = price;
  series->next = series->next + 1 == series->window.size() ? 0 : series->next + 1;
  series->sum += price - oldest;
  series->squares += price * price - oldest * oldest;
}

uint64_t CountRules(const Series& series) {
  const double mean = series.sum / 20;
  const double variance = series.squares / 20 - mean * mean;
  const double distance = series.close - mean;
  return static_cast<uint64_t>(series.fast > series.slow && series.gain > 2.3 * series.loss) +
         static_cast<uint64_t>(distance * distance > 4 * variance) + static_cast<uint64_t>(series.volume > 5000);
}

}  // namespace

uint64_t RunBaseline(const std::vector<BaselineEvent>& events, uint32_t symbols) {
  SeenIds seen(events.size());
  std::vector<Series> all(symbols);
  uint64_t fired = 0;
  for (const BaselineEvent& event : events) {
    // Ids are unique per symbol only.
    if (!seen.Insert(event.id << 12 | event.symbol) || !(event.price > 0)) continue;
    Series& series = all[event.symbol];
    UpdateBar(event, &series);
    UpdateIndicators(event.price, &series);
    fired += CountRules(series);
  }
  return fired;
}

}  // namespace mib::bench
