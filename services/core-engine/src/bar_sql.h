#pragma once

#include <string>
#include <vector>

namespace mib::core_engine {

// How bars become rows. Within one transaction new bars are copied into bar_incoming; what they really change goes from
// there through core_engine.bars into bar_changed, from which roll-ups are worked out and events are read.

/// Makes the two tables where the connection has none yet.
extern const char kMakeBarTables[];
/// Bars from trades replace all but a provider's.
extern const char kUpsertTradeBars[];
/// Where a provider's bar stands, only what is needed to go on building is kept.
extern const char kKeepTradeFolds[];
/// Final bars that roll-ups are made of.
extern const char kMarkTradeFinals[];
/// A provider's bars replace any; the same again changes nothing.
extern const char kUpsertProviderBars[];
/// 1h to 4h and 1d, then 1d to 1w and 1M: recomputed whole from the shorter bars, whatever came first. A roll-up is
/// final when the last bar that can belong to it, or a later one, is there.
const std::vector<std::string>& RollUps();
/// kBarFields of what providers' bars and roll-ups changed.
extern const char kSelectChangedBars[];

}  // namespace mib::core_engine
