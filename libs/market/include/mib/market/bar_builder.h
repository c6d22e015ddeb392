#pragma once

// Bars from trades, by event time alone: the wall clock is never asked, so that the same log of trades makes the same
// bars, final forms and revisions, however it is cut into batches and however often it is read again.
//
//   BarBuilder builder(options);
//   AddResult result;
//   builder.Add("coinbase", columns, latest_ns, &result);     // result.finals: bars that became final or were revised
//   builder.TakeChanged(&bars);                               // every bar touched since the last call, open ones
//   included

#include <cstdint>
#include <deque>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mib/market/bar.h"
#include "mib/market/id_window.h"
#include "mib/market/trade_columns.h"

namespace mib::market {

/// Before the first trade; far from the limit, so that times can be added and subtracted.
inline constexpr int64_t kNoWatermark = std::numeric_limits<int64_t>::min() / 2;

struct TradeRun;
struct BarSums;

struct BarOptions {
  std::vector<Interval> intervals = {Interval::k1s, Interval::k1m, Interval::k5m, Interval::k15m, Interval::k1h,
                                     Interval::k4h, Interval::k1d, Interval::k1w, Interval::k1M};
  /// A bar is final once the watermark is this far past its close.
  int64_t grace_ns = 5'000'000'000;
  /// A trade further behind the watermark is refused; bars that no accepted trade can reach any more are forgotten.
  int64_t max_lateness_ns = 3'600'000'000'000;
};

/// Trades that no bar took.
struct Refusal {
  size_t first_row = 0;
  uint64_t trades = 0;
  /// Static text: "too late", "in the future", ...
  const char* reason = "";
};

/// What one Add did; reused from call to call.
struct AddResult {
  /// Bars that became final and new revisions of final bars, in the order of the trades that caused them.
  std::vector<BarState> finals;
  std::vector<Refusal> refusals;
  uint64_t accepted = 0;
  uint64_t duplicates = 0;
  /// Accepted, though their shortest bar was final already.
  uint64_t late = 0;

  void Clear();
};

/// The part of a builder that is not in its bars; with them, all that is needed to go on after a restart.
struct BuilderState {
  struct Source {
    std::string name;
    uint64_t highest_id = 0;
    std::vector<uint64_t> id_runs;
  };
  int64_t watermark_ns = kNoWatermark;
  std::vector<Source> sources;
};

/// Builds the bars of one instrument. One thread. Allocates nothing per trade once its bars exist; rows of a batch that
/// fall into the same second are summed up before the bars are touched.
///
/// The watermark is the newest trade time or batch watermark seen. A bar becomes final (revision 1) when the watermark
/// reaches its close plus the grace; each later trade makes one revision more. Open and close are the first and the
/// last trade in the order of (time, id), whatever the order of arrival. A trade is refused as a duplicate by its id,
/// per source. Silent intervals have no bar.
class BarBuilder {
 public:
  explicit BarBuilder(const BarOptions& options);
  /// Goes on where another builder stood: `bars` are at least those that it still held.
  BarBuilder(const BarOptions& options, const BuilderState& state, const std::vector<BarState>& bars);

  /// `latest_ns`: a trade later than this is refused, since it would make everything after it too late.
  void Add(std::string_view source, const TradeColumns& trades, int64_t latest_ns, AddResult* result);
  /// Appends every bar touched since the last call, as it is now, and forgets bars that are out of reach.
  void TakeChanged(std::vector<BarState>* out);

  BuilderState State() const;
  int64_t watermark_ns() const { return watermark_ns_; }
  const std::string& SourceName(uint32_t source) const { return sources_[source].name; }

 private:
  struct Source {
    std::string name;
    IdWindow ids;
  };
  struct Held {
    BarState bar;
    bool touched = false;
  };
  struct Slot {
    Interval interval;
    /// By open time, so that those that are final come first.
    std::deque<Held> bars;
  };

  uint32_t SourceIndex(std::string_view name);
  void AddRow(const TradeColumns& trades, size_t row, TradeRun* run, AddResult* result);
  void Fold(TradeRun* run, AddResult* result);
  void Apply(const TradeRun& run, const BarSums& sums, Slot* slot, Held* held, AddResult* result);
  void Advance(int64_t watermark_ns, AddResult* result);
  void FinalizeUpToWatermark(AddResult* result);
  void Touch(size_t slot, Held* held);
  void Forget();
  bool IsPastGrace(const BarState& bar) const { return bar.close_ns + options_.grace_ns <= watermark_ns_; }

  BarOptions options_;
  std::vector<Slot> slots_;
  std::vector<Source> sources_;
  /// Slot and open time of the bars to be taken.
  std::vector<std::pair<size_t, int64_t>> touched_;
  int64_t watermark_ns_ = kNoWatermark;
  /// No bar becomes final before the watermark reaches this.
  int64_t next_final_at_ns_ = std::numeric_limits<int64_t>::max();
};

}  // namespace mib::market
