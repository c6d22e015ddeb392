#pragma once

// Between the contracts' messages and our own types.

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "mib/base/decimal.h"
#include "mib/market/v1/market.pb.h"

namespace mib::market {

v1::Decimal ToProto(const Decimal& value);
/// Fails for a scale above Decimal::kMaxScale or a number that does not fit.
absl::StatusOr<Decimal> FromProto(const v1::Decimal& value);

google::protobuf::Timestamp ToProto(absl::Time time);
absl::Time FromProto(const google::protobuf::Timestamp& timestamp);

}  // namespace mib::market
