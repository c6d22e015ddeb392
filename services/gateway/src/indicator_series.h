#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "mib/indicators/definition.h"
#include "mib/market/v1/market.pb.h"

namespace mib::gateway {

/// Which of two forms of one bar counts: the greater. As in the store, a provider's stands over one from trades, and
/// that over a roll-up; among equals, the later revision.
using Standing = std::pair<int, uint32_t>;

/// A final bar as indicators read it.
struct FinalBar {
  int64_t open_ns = 0;
  Standing standing;
  /// By indicators::Input.
  std::array<double, 6> values{};
};

struct IndicatorValue {
  /// Of the bar that it is the value of.
  int64_t open_ns = 0;
  /// One per output of the definition.
  std::vector<double> outputs;
};

/// INVALID_ARGUMENT for a number that cannot be read.
absl::StatusOr<FinalBar> ToFinalBar(const market::v1::Bar& bar);

/// Both sets as one: oldest first, of each bar the form that counts, the newest `count`.
std::vector<FinalBar> Merged(std::vector<FinalBar> history, const std::vector<FinalBar>& since, size_t count);

/// Whether the value at the newest of `bars` needs bars older than these, of an indicator that begins anew at times.
bool BeginsBefore(const indicators::Definition& definition, indicators::Params params,
                  const std::vector<FinalBar>& bars);

/// One indicator over one series of final bars. A bar newer than all before takes it on, without a look at history. An
/// indicator cannot take a bar back, so a revision, or a bar that comes late, makes it stale: it is then to be made
/// anew from history. One thread.
class IndicatorSeries {
 public:
  enum class Step {
    /// The bar was in already, in this form or one that stands over it, or is too old to matter.
    kCovered,
    kAdvanced,
    kStale,
  };

  /// `bars`: oldest first, one form of each.
  IndicatorSeries(const indicators::Definition& definition, indicators::Params params,
                  const std::vector<FinalBar>& bars);

  Step Add(const FinalBar& bar);
  /// The value at the newest bar; nothing during the warm-up.
  const std::optional<IndicatorValue>& latest() const { return latest_; }

 private:
  struct Mark {
    int64_t open_ns;
    Standing standing;
  };

  void Advance(const FinalBar& bar);
  bool Covers(const FinalBar& bar) const;

  const indicators::Definition* definition_;
  std::unique_ptr<indicators::Indicator> indicator_;
  std::vector<double> in_;
  std::vector<double> out_;
  size_t warm_up_;
  std::optional<IndicatorValue> latest_;
  /// The newest bars that are in, oldest first: at least those that a value over a window depends on.
  std::deque<Mark> marks_;
};

}  // namespace mib::gateway
