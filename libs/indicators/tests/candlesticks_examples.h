#pragma once

// One example of every pattern, drawn by hand from its description and checked with TA-Lib. Four of them are so seldom
// that years of prices hold none: CDL3BLACKCROWS, CDL3STARSINSOUTH, CDLBREAKAWAY, CDLCONCEALBABYSWALL.

#include <string_view>
#include <vector>

#include "candlesticks_bars.h"

namespace mib::indicators {

struct CandlestickExample {
  std::string_view name;
  double value;
  // What follows fourteen ordinary candles, the last black with open 102, high 103, low 97 and close 98.
  CandleBars bars;
};

inline const std::vector<CandlestickExample>& OneOrTwoCandles() {
  static const auto* const examples = new std::vector<CandlestickExample>{
      {"cdl_doji", 100, {{100, 103, 97, 100}}},
      {"cdl_dragonflydoji", 100, {{100, 100, 95, 100}}},
      {"cdl_gravestonedoji", 100, {{100, 105, 100, 100}}},
      {"cdl_longleggeddoji", 100, {{100, 105, 95, 100}}},
      {"cdl_rickshawman", 100, {{100, 105, 95, 100}}},
      {"cdl_takuri", 100, {{100, 100, 95, 100}}},
      {"cdl_belthold", 100, {{100, 107, 100, 106}}},
      {"cdl_closingmarubozu", 100, {{100, 106, 98, 106}}},
      {"cdl_marubozu", -100, {{106, 106, 100, 100}}},
      {"cdl_longline", 100, {{100, 106.5, 99.5, 106}}},
      {"cdl_shortline", 100, {{100, 102.5, 99.5, 102}}},
      {"cdl_highwave", 100, {{100, 106, 96, 101}}},
      {"cdl_spinningtop", -100, {{101, 104, 97, 100}}},
      {"cdl_hammer", 100, {{97.5, 98.5, 94, 98.5}}},
      {"cdl_hangingman", -100, {{104, 105, 100, 105}}},
      {"cdl_invertedhammer", 100, {{96, 100, 96, 97}}},
      {"cdl_shootingstar", -100, {{103, 108, 103, 104}}},
      {"cdl_engulfing", 100, {{97, 104, 96, 103}}},
      {"cdl_harami", 100, {{105, 106, 95, 96}, {99, 102, 98, 101}}},
      {"cdl_haramicross", 100, {{105, 106, 95, 96}, {100, 102, 98, 100}}},
      {"cdl_homingpigeon", 100, {{105, 106, 95, 96}, {102, 103, 98, 99}}},
      {"cdl_piercing", 100, {{106, 107, 97, 98}, {95, 104, 94, 103}}},
      {"cdl_darkcloudcover", -100, {{98, 107, 97, 106}, {108, 109, 100, 101}}},
      {"cdl_onneck", -100, {{106, 107, 97, 98}, {95, 97.5, 94, 97}}},
      {"cdl_inneck", -100, {{106, 107, 97, 98}, {95, 98.5, 94, 98.1}}},
      {"cdl_thrusting", -100, {{106, 107, 97, 98}, {95, 101, 94, 100}}},
      {"cdl_counterattack", 100, {{108, 109, 99, 100}, {92, 101, 91, 100}}},
      {"cdl_separatinglines", 100, {{104, 105, 97, 98}, {104, 111, 104, 110}}},
      {"cdl_kicking", 100, {{106, 106, 98, 98}, {107, 113, 107, 113}}},
      {"cdl_kickingbylength", -100, {{106, 106, 98, 98}, {107, 113, 107, 113}}},
      {"cdl_matchinglow", 100, {{104, 105, 99, 100}, {102, 103, 99, 100}}},
      {"cdl_dojistar", 100, {{106, 107, 97, 98}, {95, 97, 93, 95}}},
  };
  return *examples;
}

inline const std::vector<CandlestickExample>& ThreeCandlesOrMore() {
  static const auto* const examples = new std::vector<CandlestickExample>{
      {"cdl_3inside", 100, {{105, 106, 95, 96}, {99, 102, 98, 101}, {102, 107, 101, 106}}},
      {"cdl_3outside", 100, {{102, 103, 97, 98}, {97, 104, 96, 103}, {103, 106, 102, 105}}},
      {"cdl_morningstar", 100, {{106, 107, 97, 98}, {96, 97, 94, 95}, {97, 104, 96, 103}}},
      {"cdl_eveningstar", -100, {{98, 107, 97, 106}, {108, 110, 107, 109}, {107, 108, 100, 101}}},
      {"cdl_morningdojistar", 100, {{106, 107, 97, 98}, {95, 97, 93, 95}, {97, 104, 96, 103}}},
      {"cdl_eveningdojistar", -100, {{98, 107, 97, 106}, {109, 111, 107, 109}, {107, 108, 100, 101}}},
      {"cdl_abandonedbaby", 100, {{106, 107, 97, 98}, {95, 96, 94, 95}, {97, 104, 96.5, 103}}},
      {"cdl_tristar", -100, {{100, 102, 98, 100}, {103, 105, 101, 103}, {100, 102, 98, 100}}},
      {"cdl_3whitesoldiers", 100, {{98, 104, 97, 104}, {101, 108, 100, 108}, {105, 112, 104, 112}}},
      {"cdl_advanceblock", -100, {{96, 106.5, 95, 106}, {102, 109, 101, 108}, {106, 111, 105, 109}}},
      {"cdl_stalledpattern", -100, {{96, 106.5, 95, 106}, {104, 112.2, 103, 112}, {112, 114, 111, 113}}},
      {"cdl_identical3crows", -100, {{108, 109, 103, 103}, {103, 104, 98, 98}, {98, 99, 93, 93}}},
      {"cdl_2crows", -100, {{98, 107, 97, 106}, {110, 111, 107, 108}, {109, 110, 101, 102}}},
      {"cdl_upsidegap2crows", -100, {{98, 107, 97, 106}, {110, 111, 108, 109}, {112, 113, 106.5, 107}}},
      {"cdl_3starsinsouth", 100, {{106, 106.5, 88, 98}, {102, 102.5, 91, 96}, {95, 95, 93, 93}}},
      {"cdl_sticksandwich", 100, {{106, 107, 99, 100}, {103, 109, 102, 108}, {107, 108, 99, 100.1}}},
      {"cdl_unique3river", 100, {{106, 107, 96, 98}, {103, 104, 92, 100}, {95, 98, 94, 97}}},
      {"cdl_tasukigap", 100, {{98, 103, 97, 102}, {106, 111, 105, 110}, {108, 109, 103, 104}}},
      {"cdl_gapsidesidewhite", 100, {{98, 103, 97, 102}, {106, 111, 105, 110}, {106, 111, 105, 110}}},
      {"cdl_xsidegap3methods", 100, {{98, 103, 97, 102}, {106, 111, 105, 110}, {108, 109, 99, 100}}},
      {"cdl_hikkake", 100, {{95, 110, 90, 105}, {98, 105, 95, 103}, {97, 104, 94, 96}}},
      {"cdl_hikkakemod", 100, {{95, 112, 90, 105}, {103, 108, 94, 94.5}, {97, 105, 95, 103}, {97, 104, 94.5, 96}}},
      {"cdl_3linestrike", 100, {{98, 103, 97, 102}, {101, 106, 100, 105}, {104, 109, 103, 108}, {110, 111, 95, 96}}},
      {"cdl_3blackcrows", -100, {{98, 106, 97, 104}, {105, 106, 99, 99}, {102, 103, 95, 95}, {98, 99, 91, 91}}},
      {"cdl_concealbabyswall", 100, {{110, 110, 104, 104}, {103, 103, 97, 97}, {95, 98, 92, 93}, {98.5, 99, 91, 91.5}}},
      {"cdl_ladderbottom",
       100,
       {{110, 111, 104, 105}, {107, 108, 101, 102}, {104, 105, 98, 99}, {101, 104, 97, 98}, {102, 108, 101, 107}}},
      {"cdl_breakaway",
       100,
       {{110, 111, 99, 100}, {97, 98, 94, 95}, {96, 97, 92, 93}, {94, 95, 90, 91}, {92, 99, 91, 98.5}}},
      {"cdl_mathold",
       100,
       {{98, 109, 97, 108}, {112, 113, 110, 111}, {110, 111, 106, 107}, {108, 109, 104, 105}, {106, 118, 105, 117}}},
      {"cdl_risefall3methods",
       100,
       {{98, 109, 97, 108}, {107, 108, 104, 105}, {106, 107, 102, 103}, {104, 105, 100, 101}, {102, 116, 101, 115}}},
  };
  return *examples;
}

}  // namespace mib::indicators
