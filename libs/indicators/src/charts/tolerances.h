#pragma once

// How exact a formation has to be. Shares are of the formation's own height, unless said otherwise. The books give
// tolerances in per cent of the price for daily stocks: to carry over, take a formation of the usual height there, 10 %
// of the price (Bulkowski's least depth for double tops and bottoms).

#include <cstdint>

namespace mib::indicators {

// Swing sizes in average true ranges. A minor swing is about one ordinary bar; the steps between follow Dow's three
// movements, each a few times the one before (Edwards & Magee, ch. 3).
inline constexpr double kMinorSwing = 1;
inline constexpr double kIntermediateSwing = 2.5;
inline constexpr double kPrimarySwing = 6;

// Peaks of double and triple tops: 1.5 % of the price in Lo, Mamaysky & Wang; 3 % at most in Bulkowski.
inline constexpr double kLevelTolerance = 0.15;
// The valleys between three peaks need not be equal (Bulkowski); more than this and the peaks stand in a trend.
inline constexpr double kValleyTolerance = 0.4;
// Double tops have to be apart: over 22 days in Lo, Mamaysky & Wang, whose extrema are those of smoothed prices, "at
// least a few weeks" in Bulkowski. Swings of 2.5 true ranges are of that order; this only keeps out spikes.
inline constexpr int64_t kLeastBars = 8;

// Head and shoulders. Shoulders and neck are within 1.5 % of their means in Lo, Mamaysky & Wang; Bulkowski allows
// sloping necks, hence more for them.
inline constexpr double kShoulderTolerance = 0.2;
inline constexpr double kNeckTolerance = 0.25;
// A head stands out, or it is a triple top: more than kLevelTolerance.
inline constexpr double kHeadProminence = 0.16;
inline constexpr double kShoulderHeight = 0.2;
// "The shoulders are about the same distance from the head" (Bulkowski); the longer half over the shorter.
inline constexpr double kTimeSkew = 2.5;
inline constexpr double kTopsTimeSkew = 4;

// A reversal needs a trend to reverse (Edwards & Magee, ch. 6): the price came to the first peak from beyond the neck
// by this much, so that turns within a range do not count, and within this many times the formation's length.
inline constexpr double kPriorTrend = 0.25;
inline constexpr double kPriorTrendLengths = 2;

// Lines. Touches may lie this far off (0.75 % of the price for rectangles in Lo, Mamaysky & Wang, both ways).
inline constexpr double kLineTolerance = 0.1;
// Five touches at least: three on one line, two on the other (Bulkowski).
inline constexpr size_t kLeastTouches = 5;
inline constexpr size_t kMostTouches = 8;
// Of converging lines, the second leg over the first: a first leg that is much longer is the trend that leads in and no
// part of it. Legs within triangles are mostly 60 to 80 % of the one before.
inline constexpr double kLeadIn = 0.55;
// Changes over the formation's length. A horizontal line may change as little as kFlat; a sloping one has to change by
// kSlope; the gap between keeps neighbouring kinds apart.
inline constexpr double kFlat = 0.15;
inline constexpr double kSlope = 0.2;
inline constexpr double kSteep = 0.3;
// Parallel: the distance between the lines changes by less. Converging: it shrinks by more.
inline constexpr double kParallel = 0.2;
inline constexpr double kConverging = 0.3;

// Flags and pennants. The pole is steep and quick, the rest short (under three weeks of days) and gives back at most
// half of the pole (Bulkowski; Edwards & Magee, ch. 11).
inline constexpr double kPoleRanges = 4;
inline constexpr double kPoleRangesPerBar = 0.5;
inline constexpr int64_t kPoleBars = 12;
inline constexpr double kGiveBack = 0.5;
// The rest may reach this much of the pole beyond its top.
inline constexpr double kPoleExcess = 0.125;
inline constexpr int64_t kFlagLeastBars = 4;
inline constexpr int64_t kFlagMostBars = 20;
// Small formations are coarse: a few bars wide, and bars are as high as they.
inline constexpr double kFlagLineTolerance = 0.25;
// Lines that come together by more make a pennant, which may slant.
inline constexpr double kFlagParallel = 0.4;

// Cup with handle. Seven weeks at least in O'Neil, of weekly charts; daily cups of Bulkowski begin at five to seven.
inline constexpr int64_t kCupLeastBars = 25;
inline constexpr double kRimTolerance = 0.15;
// Where the bottom lies, as a share of the cup's length from either rim.
inline constexpr double kCupBottomMargin = 0.2;
// Mean height of the closes above the bottom: 1/3 for a parabola, 1/2 for a V. Halfway is the border.
inline constexpr double kCupMeanHeight = 0.42;
// The handle stays in the upper half of the cup (O'Neil), is shorter than half of it, and is a pullback at all.
inline constexpr double kHandleDepth = 0.5;
inline constexpr double kHandleLength = 0.5;

// A close is beyond a level by this many average true ranges, and by more than a touch may be off its line. Edwards &
// Magee (ch. 6) ask for 3 % of the price; like all such rules it is to tell a breakout from one more touch.
inline constexpr double kBreakoutRanges = 0.5;

// Score: touches that make it full.
inline constexpr double kFullTouches = 6;

}  // namespace mib::indicators
