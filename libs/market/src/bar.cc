#include "mib/market/bar.h"

#include <algorithm>
#include <string>

#include "absl/time/time.h"
#include "mib/market/proto.h"

namespace mib::market {

v1::Bar ToProto(const BarState& bar, std::string_view symbol, std::string_view source) {
  const Decimal open = Decimal(bar.open, bar.price_scale).Normalized();
  const Decimal high = Decimal(bar.high, bar.price_scale).Normalized();
  const Decimal low = Decimal(bar.low, bar.price_scale).Normalized();
  const Decimal close = Decimal(bar.close, bar.price_scale).Normalized();
  const int scale = std::max({open.scale(), high.scale(), low.scale(), close.scale()});

  v1::Bar out;
  out.set_symbol(std::string(symbol));
  out.set_interval(std::string(Name(bar.interval)));
  *out.mutable_open_time() = ToProto(absl::FromUnixNanos(bar.open_ns));
  *out.mutable_open() = ToProto(open);
  *out.mutable_high() = ToProto(high);
  *out.mutable_low() = ToProto(low);
  *out.mutable_close() = ToProto(close);
  *out.mutable_volume() = ToProto(Decimal(bar.volume, bar.size_scale).Normalized());
  // The sizes' scale is in notional and volume alike and cancels out.
  const absl::StatusOr<Decimal> mean =
      Decimal::Divide(Decimal(bar.notional, bar.price_scale), Decimal(bar.volume, 0), scale + kMeanPriceDigits);
  if (mean.ok()) *out.mutable_vwap() = ToProto(mean->Normalized());
  out.set_trades(bar.trades);
  out.set_is_final(bar.is_final());
  out.set_revision(bar.revision);
  out.set_origin(v1::TRADES);
  out.set_source(std::string(source));
  return out;
}

}  // namespace mib::market
