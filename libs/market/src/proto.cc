#include "mib/market/proto.h"

#include <fmt/format.h>

namespace mib::market {

v1::Decimal ToProto(const Decimal& value) {
  // The low part is signed: the high part takes up the difference, so that every number of 64 bits has a high part of
  // 0.
  const auto low = static_cast<int64_t>(value.unscaled());
  const auto high = static_cast<int64_t>((value.unscaled() - low) >> 64);
  v1::Decimal out;
  out.set_unscaled(low);
  out.set_scale(static_cast<uint32_t>(value.scale()));
  out.set_unscaled_high(high);
  return out;
}

absl::StatusOr<Decimal> FromProto(const v1::Decimal& value) {
  if (value.scale() > static_cast<uint32_t>(Decimal::kMaxScale)) {
    return absl::InvalidArgumentError(
        fmt::format("a decimal's scale is {}, above {}", value.scale(), Decimal::kMaxScale));
  }
  Int128 unscaled = 0;
  const Int128 high = static_cast<Int128>(value.unscaled_high()) * (static_cast<Int128>(1) << 64);
  const Int128 limit = PowerOfTen(38);
  if (__builtin_add_overflow(high, static_cast<Int128>(value.unscaled()), &unscaled) || unscaled >= limit ||
      unscaled <= -limit) {
    return absl::InvalidArgumentError("a decimal has more than 38 digits");
  }
  return Decimal(unscaled, static_cast<int>(value.scale()));
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp out;
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return out;
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace mib::market
