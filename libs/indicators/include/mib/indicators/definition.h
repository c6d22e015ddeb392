#pragma once

// What an indicator is: its name, parameters and formula as data, and how to make one. The catalogue of the API, the
// checks of alert rules and the computations themselves all come from these entries (see registry.h).
//
//   const Definition* sma = Registry::Find("sma");
//   ASSIGN_OR_RETURN(std::vector<double> params, sma->Resolve({{"period", 20}}));
//   std::unique_ptr<Indicator> stream = sma->make(params);
//   double mean;
//   if (stream->Update({&close, 1}, {&mean, 1})) Use(mean);

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace mib::indicators {

/// A column of bars that an indicator reads.
enum class Input {
  kOpen,
  kHigh,
  kLow,
  kClose,
  kVolume,
  /// The instant at which the bar begins, in seconds since 1970-01-01 UTC without leap seconds; fractions too, as fine
  /// as a double holds them (a quarter of a microsecond in this century).
  kOpenTime
};

/// "open", ..., "open_time"
std::string_view NameOf(Input input);

struct Parameter {
  std::string_view name;
  std::string_view description;
  double default_value = 0;
  /// Both inclusive.
  double minimum = 0;
  double maximum = 0;
  /// Whole numbers only.
  bool integral = true;
};

/// One value per Definition::parameters, in that order.
using Params = std::span<const double>;

/// Takes bars one by one. One thread; allocates nothing after construction. Values are expected to be finite: one that
/// is not makes the outputs it touches NaN (of a recursive indicator: all that follow).
class Indicator {
 public:
  virtual ~Indicator() = default;
  /// `in` has one value per Definition::inputs, of the next bar; `out` gets one value per Definition::outputs. False
  /// during the warm-up, when `out` is left as it was.
  virtual bool Update(std::span<const double> in, std::span<double> out) = 0;
};

/// Columns of equal length, one per input or output.
using InColumns = std::span<const std::span<const double>>;
using OutColumns = std::span<const std::span<double>>;

/// The same indicator of many series that go in step, such as all instruments of a venue at each close of a bar. One
/// thread; allocates nothing after construction. A series that has no bar where the others have one belongs into an
/// Indicator of its own.
class Panel {
 public:
  virtual ~Panel() = default;
  /// The next bar of every series: in[c][s] is input c of series s, out[c][s] gets its output c, bit for bit what an
  /// Indicator gives. False during the warm-up, when `out` is left as it was.
  virtual bool Update(InColumns in, OutColumns out) = 0;
};

/// Immutable; lives as long as the process.
struct Definition {
  /// As in URLs: "sma".
  std::string_view name;
  std::string_view long_name;
  /// trend, momentum, volatility, volume, statistics, price, cycle; candlesticks have pattern.
  std::string_view category;
  std::vector<Input> inputs;
  std::vector<Parameter> parameters;
  std::vector<std::string_view> outputs;
  /// The formula in words, its conventions, and where it comes from.
  std::string_view description;
  /// True where a value depends on every bar before it and not on a window alone: to get the value that a longer
  /// history gives, let it run over many bars more than its warm-up.
  bool recursive = false;

  /// How many bars the first value needs.
  int (*warm_up)(Params) = nullptr;
  /// Of an indicator that begins anew at certain times: since when (as Input::kOpenTime) the bars count for the value
  /// at a bar that opens at `open_time`; a series that begins later may lack some of them. Null for the others.
  double (*since)(Params, double open_time) = nullptr;
  std::unique_ptr<Indicator> (*make)(Params) = nullptr;
  /// Of that many series (1 or more).
  std::unique_ptr<Panel> (*make_panel)(Params, size_t series) = nullptr;
  /// Whole columns at once; rows of the warm-up become NaN. Bit for bit what `make` and Update give.
  void (*batch)(Params, InColumns, OutColumns) = nullptr;
  /// What must hold between parameters: adds (parameter, fault) pairs. May be null.
  void (*relations)(Params, std::vector<std::pair<std::string, std::string>>* faults) = nullptr;

  /// Defaults filled in. VALIDATION_FAILED naming every parameter that is unknown, out of its range, or not whole.
  absl::StatusOr<std::vector<double>> Resolve(const std::map<std::string, double>& given) const;

  /// How many bars to run over for the newest `points` values. A window needs its own bars and no more. A recursive
  /// value depends on where the series began, so it always begins `history` bars back, however many points are wanted.
  int BarsFor(Params params, int points, int history) const;
};

}  // namespace mib::indicators
