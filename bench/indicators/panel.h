#pragma once

#include "contest.h"
#include "spec.h"

namespace mib::bench {

/// Bars of one round of a panel: series times rows.
inline constexpr size_t kPanelSeries = 512;
inline constexpr size_t kPanelRows = 200;

/// A Panel of many series, and as its peer an Indicator for each of them, row by row.
Contest MakePanelContest(const Spec& spec);

}  // namespace mib::bench
