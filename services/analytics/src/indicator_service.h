#pragma once

#include "absl/status/statusor.h"
#include "indicator_query.h"
#include "mib/analytics/v1/indicators.pb.h"
#include "mib/bar_source/bar_source.h"
#include "mib/rpc/context.h"
#include "probe.h"

namespace mib::analytics {

/// The handlers of mib.analytics.v1.Indicators. Thread safe; GetIndicator blocks on core-engine. `bars` and `probe`
/// must outlive it.
class IndicatorService {
 public:
  /// `history_bars`: what a recursive indicator runs over.
  IndicatorService(bar_source::BarSource& bars, Probe& probe, int history_bars)
      : bars_(bars), probe_(probe), history_bars_(history_bars) {}

  absl::StatusOr<v1::ListIndicatorsResponse> ListIndicators(const rpc::Context& context,
                                                            const v1::ListIndicatorsRequest& request);
  absl::StatusOr<v1::GetIndicatorResponse> GetIndicator(const rpc::Context& context,
                                                        const v1::GetIndicatorRequest& request);

 private:
  bar_source::BarSource& bars_;
  Probe& probe_;
  const int history_bars_;
};

}  // namespace mib::analytics
