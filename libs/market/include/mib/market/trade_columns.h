#pragma once

// Trades of one instrument in columns, as they travel and as the engine reads them.

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "mib/base/decimal.h"
#include "mib/events/v1/market_events.pb.h"

namespace mib::market {

enum class Side : uint8_t { kUnknown = 0, kBuy = 1, kSell = 2 };

struct Trade {
  uint64_t id = 0;
  int64_t time_ns = 0;
  Decimal price;
  Decimal size;
  /// The taker's.
  Side side = Side::kUnknown;
};

/// Decoded columns; reused from batch to batch so that decoding allocates nothing once grown.
struct TradeColumns {
  int price_scale = 0;
  int size_scale = 0;
  std::vector<int64_t> time_ns;
  std::vector<uint64_t> id;
  std::vector<int64_t> price;
  std::vector<int64_t> size;
  std::vector<Side> side;
  int64_t watermark_ns = 0;

  size_t rows() const { return time_ns.size(); }
};

/// Checks that all columns have the same length and that scales are at most 18; values are checked by the engine, row
/// by row.
absl::Status Decode(const events::v1::TradeBatch& batch, TradeColumns* out);

/// Collects trades of one instrument into batches that hold them exactly. One thread.
class TradeBatchBuilder {
 public:
  TradeBatchBuilder(std::string symbol, std::string source) : symbol_(std::move(symbol)), source_(std::move(source)) {}

  /// False when the trade does not fit the scales of the batch begun (a finer price would not fit in 64 bits for the
  /// rows already there): Take() first, then add again, which always works for numbers of at most 18 digits. An error
  /// for longer ones.
  absl::StatusOr<bool> Add(const Trade& trade);
  void SetWatermark(int64_t watermark_ns) { watermark_ns_ = watermark_ns; }
  size_t rows() const { return trades_.size(); }
  /// The batch, with the smallest scales that hold every row; the builder is empty after.
  events::v1::TradeBatch Take();

 private:
  /// The scale that the rows so far need, and the largest magnitude at that scale.
  struct Column {
    bool Fits(const Decimal& value) const;
    void Take(const Decimal& value);
    static Int128 Grown(Int128 value, int digits);

    int scale = 0;
    Int128 max = 0;
  };

  std::string symbol_;
  std::string source_;
  std::vector<Trade> trades_;
  Column price_;
  Column size_;
  int64_t watermark_ns_ = 0;
};

}  // namespace mib::market
