#include "bar_record.h"

#include "mib/base/time.h"
#include "mib/market/proto.h"
#include "mib/market/v1/market.pb.h"

namespace mib::notification {

absl::StatusOr<BarRecord> DecodeBar(const kafka::ConsumedRecord& record) {
  market::v1::Bar bar;
  if (!bar.ParseFromString(record.value)) return absl::InvalidArgumentError("the record is no mib.market.v1.Bar");
  if (bar.symbol().empty()) return absl::InvalidArgumentError("symbol is empty");
  const auto interval = market::ParseInterval(bar.interval());
  if (!interval) return absl::InvalidArgumentError("interval is not known");
  if (!bar.has_open_time()) return absl::InvalidArgumentError("open_time is missing");
  if (!bar.has_close()) return absl::InvalidArgumentError("close is missing");
  const auto close = market::FromProto(bar.close());
  if (!close.ok()) return absl::InvalidArgumentError("close cannot be read");
  return BarRecord{.series = {bar.symbol(), *interval},
                   .open_ns = ToNanos(market::FromProto(bar.open_time())),
                   .close = *close,
                   .counts = bar.is_final() && bar.revision() == 1};
}

}  // namespace mib::notification
