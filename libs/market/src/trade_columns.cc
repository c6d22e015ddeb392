#include "mib/market/trade_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "mib/base/status.h"

namespace mib::market {
namespace {

/// Every integer of this many digits fits in 64 bits, whatever the first digit.
constexpr int kMaxDigits = 18;

absl::Status CheckLengths(const events::v1::TradeBatch& batch) {
  const int rows = batch.price_size();
  if (batch.size_size() == rows && batch.time_delta_ns_size() == rows && batch.trade_id_delta_size() == rows &&
      batch.side().size() == static_cast<size_t>(rows)) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      fmt::format("columns differ in length: price {}, size {}, time_delta_ns {}, trade_id_delta {}, side {}", rows,
                  batch.size_size(), batch.time_delta_ns_size(), batch.trade_id_delta_size(), batch.side().size()));
}

/// Without trailing zeros; an error for what no column can hold.
absl::StatusOr<Decimal> Shortest(const Decimal& value, std::string_view column) {
  const Decimal shortest = value.Normalized();
  const Int128 limit = PowerOfTen(kMaxDigits);
  if (shortest.scale() > kMaxDigits || shortest.unscaled() >= limit || shortest.unscaled() <= -limit) {
    return absl::InvalidArgumentError(
        fmt::format("{} {} has more than {} digits", column, value.ToString(), kMaxDigits));
  }
  return shortest;
}

}  // namespace

absl::Status Decode(const events::v1::TradeBatch& batch, TradeColumns* out) {
  if (batch.price_scale() > kMaxDigits || batch.size_scale() > kMaxDigits) {
    return absl::InvalidArgumentError(fmt::format("price_scale {} or size_scale {} is above {}", batch.price_scale(),
                                                  batch.size_scale(), kMaxDigits));
  }
  RETURN_IF_ERROR(CheckLengths(batch));
  const auto rows = static_cast<size_t>(batch.price_size());
  out->price_scale = static_cast<int>(batch.price_scale());
  out->size_scale = static_cast<int>(batch.size_scale());
  out->watermark_ns = batch.watermark_ns();
  out->price.assign(batch.price().begin(), batch.price().end());
  out->size.assign(batch.size().begin(), batch.size().end());
  out->time_ns.resize(rows);
  out->id.resize(rows);
  out->side.resize(rows);
  // Unsigned, so that a hostile batch wraps around instead of overflowing; the engine refuses the times that come of
  // it.
  auto time = static_cast<uint64_t>(batch.base_time_ns());
  uint64_t id = batch.base_trade_id();
  for (size_t i = 0; i < rows; ++i) {
    time += static_cast<uint64_t>(batch.time_delta_ns(static_cast<int>(i)));
    id += static_cast<uint64_t>(batch.trade_id_delta(static_cast<int>(i)));
    const auto side = static_cast<uint8_t>(batch.side()[i]);
    if (side > static_cast<uint8_t>(Side::kSell)) {
      return absl::InvalidArgumentError(fmt::format("side of row {} is {}", i, side));
    }
    out->time_ns[i] = static_cast<int64_t>(time);
    out->id[i] = id;
    out->side[i] = static_cast<Side>(side);
  }
  return absl::OkStatus();
}

bool TradeBatchBuilder::Column::Fits(const Decimal& value) const {
  const Int128 limit = std::numeric_limits<int64_t>::max();
  const int common = std::max(scale, value.scale());
  return Grown(max, common - scale) <= limit && Grown(value.unscaled(), common - value.scale()) <= limit;
}

void TradeBatchBuilder::Column::Take(const Decimal& value) {
  const int common = std::max(scale, value.scale());
  max = std::max(Grown(max, common - scale), Grown(value.unscaled(), common - value.scale()));
  scale = common;
}

/// At most 10^18 times 10^18: fits.
Int128 TradeBatchBuilder::Column::Grown(Int128 value, int digits) {
  return (value < 0 ? -value : value) * PowerOfTen(digits);
}

absl::StatusOr<bool> TradeBatchBuilder::Add(const Trade& trade) {
  ASSIGN_OR_RETURN(const Decimal price, Shortest(trade.price, "price"));
  ASSIGN_OR_RETURN(const Decimal size, Shortest(trade.size, "size"));
  if (!price_.Fits(price) || !size_.Fits(size)) return false;
  price_.Take(price);
  size_.Take(size);
  trades_.push_back(Trade{trade.id, trade.time_ns, price, size, trade.side});
  return true;
}

events::v1::TradeBatch TradeBatchBuilder::Take() {
  events::v1::TradeBatch batch;
  batch.set_symbol(symbol_);
  batch.set_source(source_);
  batch.set_price_scale(static_cast<uint32_t>(price_.scale));
  batch.set_size_scale(static_cast<uint32_t>(size_.scale));
  batch.set_watermark_ns(watermark_ns_);
  if (!trades_.empty()) {
    batch.set_base_time_ns(trades_.front().time_ns);
    batch.set_base_trade_id(trades_.front().id);
  }
  auto time = static_cast<uint64_t>(batch.base_time_ns());
  uint64_t id = batch.base_trade_id();
  for (const Trade& trade : trades_) {
    batch.add_time_delta_ns(static_cast<int64_t>(static_cast<uint64_t>(trade.time_ns) - time));
    batch.add_trade_id_delta(static_cast<int64_t>(trade.id - id));
    batch.add_price(static_cast<int64_t>(trade.price.unscaled() * PowerOfTen(price_.scale - trade.price.scale())));
    batch.add_size(static_cast<int64_t>(trade.size.unscaled() * PowerOfTen(size_.scale - trade.size.scale())));
    batch.mutable_side()->push_back(static_cast<char>(trade.side));
    time = static_cast<uint64_t>(trade.time_ns);
    id = trade.id;
  }
  trades_.clear();
  price_ = Column();
  size_ = Column();
  watermark_ns_ = 0;
  return batch;
}

}  // namespace mib::market
