#pragma once

#include "mib/analytics/v1/indicators.pb.h"
#include "mib/indicators/definition.h"

namespace mib::analytics {

/// An entry of the registry as the API tells it.
v1::IndicatorInfo ToProto(const indicators::Definition& definition);

}  // namespace mib::analytics
