#pragma once

// All candlestick patterns at once on one instrument, each with its default penetration: the candles and the averages
// are kept once for all.
//
//   CandlestickScanner scanner;
//   std::vector<double> values(scanner.names().size());
//   scanner.Update(bar.open, bar.high, bar.low, bar.close, values);

#include <memory>
#include <span>
#include <string_view>

namespace mib::indicators {

/// One thread; allocates nothing after construction.
class CandlestickScanner {
 public:
  CandlestickScanner();
  ~CandlestickScanner();
  CandlestickScanner(CandlestickScanner&&) noexcept;
  CandlestickScanner& operator=(CandlestickScanner&&) noexcept;

  /// Of the patterns, in the order of the values: "cdl_2crows", ...
  std::span<const std::string_view> names() const;

  /// Takes the next bar. `values`, as many as there are names, get what the indicator of that name gives; NaN while it
  /// has none.
  void Update(double open, double high, double low, double close, std::span<double> values);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mib::indicators
