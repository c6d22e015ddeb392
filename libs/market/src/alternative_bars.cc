#include "mib/market/alternative_bars.h"

#include <algorithm>

#include "mib/market/bar.h"
#include "row_fault.h"

namespace mib::market {
namespace {

bool IsRenko(const AlternativeSpec& spec) {
  return spec.kind == AlternativeKind::kRenko || spec.kind == AlternativeKind::kWickedRenko;
}

}  // namespace

std::optional<Decimal> AlternativeBar::MeanPrice() const {
  if (volume.is_zero()) return std::nullopt;
  const int scale = std::max({open.scale(), high.scale(), low.scale(), close.scale()});
  const absl::StatusOr<Decimal> mean = Decimal::Divide(notional, volume, scale + kMeanPriceDigits);
  return mean.ok() ? std::optional(mean->Normalized()) : std::nullopt;
}

void AlternativeBarResult::Clear() {
  bars.clear();
  refusals.clear();
  accepted = duplicates = 0;
}

void AlternativeBarBuilder::Sums::Clear() {
  volume.Clear();
  notional.Clear();
  progress.Clear();
}

AlternativeBarBuilder::AlternativeBarBuilder(const AlternativeBarOptions& options) : options_(options) {
  const AlternativeSpec& spec = options_.spec;
  switch (spec.kind) {
    case AlternativeKind::kRange:
      price_scale_ = spec.size.scale();
      range_ = spec.size.unscaled();
      break;
    case AlternativeKind::kRenko:
    case AlternativeKind::kWickedRenko:
      price_scale_ = spec.size.scale();
      grid_ = RenkoGrid(spec.size.unscaled(), spec.kind == AlternativeKind::kWickedRenko);
      break;
    case AlternativeKind::kEwmaImbalance:
      expected_ = ExpectedImbalance(static_cast<int64_t>(spec.size.unscaled()), spec.span_bars, spec.span_trades);
      break;
    default:
      limit_ = SumLimit(spec.size);
  }
}

void AlternativeBarBuilder::Add(const TradeColumns& trades, int64_t latest_ns, AlternativeBarResult* result) {
  GrowPrices(trades.price_scale);
  const Int128 price_factor = PowerOfTen(price_scale_ - trades.price_scale);
  for (size_t i = 0; i < trades.rows(); ++i) {
    const char* fault = RowFault(trades, i, latest_ns);
    if (fault == nullptr && ids_.Insert(trades.id[i]) != IdWindow::Verdict::kNew) {
      ++result->duplicates;
      continue;
    }
    if (fault == nullptr && trades.time_ns[i] < newest_ns_ - options_.grace_ns) fault = "too late";
    if (fault == nullptr) fault = AddRow(MakeRow(trades, i, price_factor), &result->bars);
    if (fault == nullptr) {
      ++result->accepted;
    } else {
      result->refusals.push_back({i, 1, fault});
    }
  }
}

AlternativeBarBuilder::Row AlternativeBarBuilder::MakeRow(const TradeColumns& trades, size_t row,
                                                          Int128 price_factor) const {
  Row made;
  made.time_ns = std::max(newest_ns_, trades.time_ns[row]);
  made.price = trades.price[row] * price_factor;
  made.size = trades.size[row];
  made.notional = static_cast<Int128>(trades.price[row]) * trades.size[row];
  made.size_scale = trades.size_scale;
  made.notional_scale = trades.price_scale + trades.size_scale;
  made.sign = SignOf(trades.side[row], made.price);
  return made;
}

int AlternativeBarBuilder::SignOf(Side side, Int128 price) const {
  if (side != Side::kUnknown) return side == Side::kBuy ? 1 : -1;
  if (last_price_ == 0 || price == last_price_) return last_sign_;
  return price > last_price_ ? 1 : -1;
}

/// Everything that can refuse the row comes before anything that changes.
const char* AlternativeBarBuilder::AddRow(const Row& row, std::vector<AlternativeBar>* bars) {
  const Int128 bricks = grid_.Count(row.price);
  if (bricks > kMostBricks || bricks < -kMostBricks) return "crosses too many bricks";
  const bool ends_before = EndsBefore(row);
  Sums sums = bar_.sums;
  if (ends_before) sums.Clear();
  if (!sums.volume.Add(row.size, row.size_scale) || !sums.notional.Add(row.notional, row.notional_scale) ||
      !AddProgress(row, &sums.progress)) {
    return "too large";
  }
  if (ends_before) Finish(bars);
  Take(row, sums);
  if (IsRenko(options_.spec)) {
    CompleteBricks(bricks, row.time_ns, bars);
    grid_.Touch(row.price);
  }
  if (EndsWithLast()) Finish(bars);
  return nullptr;
}

bool AlternativeBarBuilder::AddProgress(const Row& row, ExactSum* progress) const {
  switch (options_.spec.kind) {
    case AlternativeKind::kTick:
      return progress->Add(1, 0);
    case AlternativeKind::kVolume:
      return progress->Add(row.size, row.size_scale);
    case AlternativeKind::kDollar:
      return progress->Add(row.notional, row.notional_scale);
    case AlternativeKind::kTickImbalance:
    case AlternativeKind::kEwmaImbalance:
      return progress->Add(row.sign, 0);
    case AlternativeKind::kVolumeImbalance:
      return progress->Add(row.sign * row.size, row.size_scale);
    case AlternativeKind::kDollarImbalance:
      return progress->Add(row.sign * row.notional, row.notional_scale);
    default:
      return true;
  }
}

bool AlternativeBarBuilder::EndsBefore(const Row& row) const {
  return options_.spec.kind == AlternativeKind::kRange && bar_.trades > 0 &&
         std::max(bar_.high, row.price) - std::min(bar_.low, row.price) > range_;
}

bool AlternativeBarBuilder::EndsWithLast() {
  switch (options_.spec.kind) {
    case AlternativeKind::kRange:
    case AlternativeKind::kRenko:
    case AlternativeKind::kWickedRenko:
      return false;
    case AlternativeKind::kEwmaImbalance:
      return expected_.Ends(static_cast<int64_t>(bar_.sums.progress.unscaled), bar_.trades);
    default:
      return limit_.IsReachedBy(bar_.sums.progress);
  }
}

void AlternativeBarBuilder::Take(const Row& row, const Sums& sums) {
  if (bar_.trades == 0) {
    bar_.open_ns = row.time_ns;
    bar_.open = bar_.high = bar_.low = row.price;
  }
  bar_.close_ns = newest_ns_ = row.time_ns;
  bar_.high = std::max(bar_.high, row.price);
  bar_.low = std::min(bar_.low, row.price);
  bar_.close = last_price_ = row.price;
  bar_.sums = sums;
  ++bar_.trades;
  last_sign_ = row.sign;
  if (options_.spec.kind == AlternativeKind::kEwmaImbalance) expected_.AddTrade(row.sign);
}

/// Puts the body of each brick in the place of the prices of its trades.
void AlternativeBarBuilder::CompleteBricks(Int128 count, int64_t time_ns, std::vector<AlternativeBar>* bars) {
  for (Int128 left = count; left != 0; left += count > 0 ? -1 : 1) {
    const RenkoBrick brick = grid_.Next(count > 0);
    bar_.open = brick.open;
    bar_.high = brick.high;
    bar_.low = brick.low;
    bar_.close = brick.close;
    Finish(bars);
    bar_.open_ns = bar_.close_ns = time_ns;
  }
}

void AlternativeBarBuilder::Finish(std::vector<AlternativeBar>* bars) {
  bars->push_back(Described());
  ++finished_;
  if (options_.spec.kind == AlternativeKind::kEwmaImbalance) expected_.EndBar(bar_.trades);
  bar_.sums.Clear();
  bar_.trades = 0;
}

std::optional<AlternativeBar> AlternativeBarBuilder::Current() const {
  if (bar_.trades == 0) return std::nullopt;
  return Described();
}

AlternativeBar AlternativeBarBuilder::Described() const {
  AlternativeBar bar;
  bar.index = finished_;
  bar.open_ns = bar_.open_ns;
  bar.close_ns = bar_.close_ns;
  bar.open = Decimal(bar_.open, price_scale_).Normalized();
  bar.high = Decimal(bar_.high, price_scale_).Normalized();
  bar.low = Decimal(bar_.low, price_scale_).Normalized();
  bar.close = Decimal(bar_.close, price_scale_).Normalized();
  bar.volume = bar_.sums.volume.Value();
  bar.notional = bar_.sums.notional.Value();
  bar.trades = bar_.trades;
  return bar;
}

void AlternativeBarBuilder::GrowPrices(int scale) {
  if (scale <= price_scale_) return;
  const Int128 factor = PowerOfTen(scale - price_scale_);
  for (Int128* price : {&bar_.open, &bar_.high, &bar_.low, &bar_.close, &last_price_, &range_}) *price *= factor;
  grid_.Grow(factor);
  price_scale_ = scale;
}

}  // namespace mib::market
