#pragma once

#include <optional>
#include <span>

#include "bar_history.h"
#include "formation.h"

namespace mib::indicators {

// Each looks at the last of `swings`, which alternate between highs and lows and end with one just confirmed, and says
// whether they are a formation of its kind. Points lie within `bars`.

std::optional<Formation> MatchHeadAndShoulders(std::span<const Swing> swings, const BarHistory& bars);
std::optional<Formation> MatchDoubleTopOrBottom(std::span<const Swing> swings, const BarHistory& bars);
std::optional<Formation> MatchTripleTopOrBottom(std::span<const Swing> swings, const BarHistory& bars);
/// Triangles, wedges and channels: the most touches that fit.
std::optional<Formation> MatchLines(std::span<const Swing> swings, const BarHistory& bars);
/// On minor swings.
std::optional<Formation> MatchFlagOrPennant(std::span<const Swing> swings, const BarHistory& bars);
/// `handle` is a minor swing low just confirmed; `swings` are of the cup's size, `tentative` their running extreme.
std::optional<Formation> MatchCupAndHandle(std::span<const Swing> swings, const std::optional<Swing>& tentative,
                                           const Swing& handle, const BarHistory& bars);

}  // namespace mib::indicators
