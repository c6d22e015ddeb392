#pragma once

#include <algorithm>
#include <map>
#include <utility>

#include "mib/bar_source/bar_source.h"
#include "mib/market/proto.h"

namespace mib::bar_source {

/// Bars in memory. One thread.
class FakeBarSource final : public BarSource {
 public:
  /// Final bars whose closes are `closes`, one per interval from `start` on.
  void Add(const std::string& symbol, market::Interval interval, absl::Time start,
           const std::vector<std::string>& closes) {
    int64_t open_ns = absl::ToUnixNanos(start);
    for (const std::string& close : closes) {
      market::v1::Bar bar;
      bar.set_symbol(symbol);
      bar.set_interval(std::string(market::Name(interval)));
      *bar.mutable_open_time() = market::ToProto(absl::FromUnixNanos(open_ns));
      // One trade of one each.
      for (auto* price : {bar.mutable_open(), bar.mutable_high(), bar.mutable_low()}) {
        *price = market::ToProto(*Decimal::Parse(close));
      }
      *bar.mutable_volume() = market::ToProto(Decimal(1, 0));
      *bar.mutable_close() = market::ToProto(*Decimal::Parse(close));
      bar.set_is_final(true);
      bar.set_revision(1);
      bars_[{symbol, interval}].push_back(bar);
      open_ns = market::NextOpenTime(interval, open_ns);
    }
  }
  /// Every later call fails with it, until it is OK again.
  void FailWith(absl::Status status) { failure_ = std::move(status); }
  const std::vector<Query>& queries() const { return queries_; }

  absl::StatusOr<std::vector<market::v1::Bar>> Newest(const Query& query, absl::Time) override {
    queries_.push_back(query);
    if (!failure_.ok()) return failure_;
    std::vector<market::v1::Bar> out;
    for (const auto& bar : bars_[{query.symbol, query.interval}]) {
      if (market::FromProto(bar.open_time()) < query.end) out.push_back(bar);
    }
    const auto count = static_cast<size_t>(query.count);
    if (out.size() > count) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(count));
    return out;
  }

 private:
  std::map<std::pair<std::string, market::Interval>, std::vector<market::v1::Bar>> bars_;
  absl::Status failure_;
  std::vector<Query> queries_;
};

}  // namespace mib::bar_source
