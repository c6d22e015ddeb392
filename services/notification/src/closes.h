#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "mib/base/decimal.h"

namespace mib::notification {

/// The last closes of one series, oldest first, in columns: exact for prices, double for statistics. One thread.
class Closes {
 public:
  /// How far back a rule can look.
  static constexpr size_t kCapacity = 1024;

  /// False, and nothing changes, for a bar that is not newer than the last one: a duplicate, or one that came too late.
  bool Push(int64_t open_ns, const Decimal& price);

  size_t size() const { return open_ns_.size() - first_; }
  bool empty() const { return size() == 0; }
  std::optional<int64_t> last_open_ns() const { return empty() ? std::nullopt : std::optional(open_ns_.back()); }

  std::span<const int64_t> open_times() const { return std::span(open_ns_).subspan(first_); }
  std::span<const Decimal> prices() const { return std::span(prices_).subspan(first_); }
  std::span<const double> values() const { return std::span(values_).subspan(first_); }

 private:
  void Compact();

  // Columns grow to twice the capacity before the old half is thrown away, so that a window is always one piece of
  // memory.
  size_t first_ = 0;
  std::vector<int64_t> open_ns_;
  std::vector<Decimal> prices_;
  std::vector<double> values_;
};

}  // namespace mib::notification
