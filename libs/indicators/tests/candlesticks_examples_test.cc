// One example of every pattern, and what each condition of the seldom ones does.

#include "candlesticks_examples.h"

#include <set>

namespace mib::indicators {
namespace {

CandleBars AfterOrdinary(const CandleBars& bars) {
  CandleBars all = OrdinaryCandles(14);
  all.Append(bars);
  return all;
}

const CandleBars& ExampleOf(std::string_view name) {
  for (const auto* examples : {&OneOrTwoCandles(), &ThreeCandlesOrMore()}) {
    for (const CandlestickExample& example : *examples) {
      if (example.name == name) return example.bars;
    }
  }
  FAIL("there is no example of " << name);
  return OneOrTwoCandles().front().bars;
}

// The value of `name` where candle `index` of its example is another.
double WithOther(std::string_view name, size_t index, const Candle& candle) {
  CandleBars bars;
  const CandleBars& example = ExampleOf(name);
  for (size_t i = 0; i < example.size(); ++i) bars.Add(i == index ? candle : example[i]);
  return LastOf(name, AfterOrdinary(bars));
}

TEST_CASE("Every pattern is found in its example and not in ordinary candles", "[unit][candlesticks]") {
  std::set<std::string_view> names;
  for (const auto* examples : {&OneOrTwoCandles(), &ThreeCandlesOrMore()}) {
    for (const CandlestickExample& example : *examples) {
      INFO(example.name);
      CHECK(names.insert(example.name).second);
      CHECK(LastOf(example.name, AfterOrdinary(example.bars)) == example.value);
      CHECK(LastOf(example.name, OrdinaryCandles(16)) == 0);
    }
  }
  CHECK(names.size() == Candlesticks().size());
}

TEST_CASE("Three black crows need bare lower ends, an open in the body before and a white candle's high",
          "[unit][candlesticks]") {
  CHECK(WithOther("cdl_3blackcrows", 3, {98, 99, 89, 91}) == 0);
  CHECK(WithOther("cdl_3blackcrows", 3, {94, 95, 91, 91}) == 0);
  CHECK(WithOther("cdl_3blackcrows", 0, {104, 106, 97, 98}) == 0);
  CHECK(WithOther("cdl_3blackcrows", 0, {98, 99, 97, 98.5}) == 0);
  CHECK(WithOther("cdl_3blackcrows", 3, {98, 99, 91, 91.1}) == -100);
}

TEST_CASE("Three stars in the south need a long lower shadow, a higher low and a bare last candle",
          "[unit][candlesticks]") {
  CHECK(WithOther("cdl_3starsinsouth", 0, {106, 106.5, 91, 98}) == 0);
  CHECK(WithOther("cdl_3starsinsouth", 1, {102, 102.5, 87, 96}) == 0);
  CHECK(WithOther("cdl_3starsinsouth", 2, {95, 96, 93, 93}) == 0);
  CHECK(WithOther("cdl_3starsinsouth", 2, {93, 95, 93, 95}) == 0);
}

TEST_CASE("A breakaway needs its gap, goes on in every candle, and closes in the gap without filling it",
          "[unit][candlesticks]") {
  CHECK(WithOther("cdl_breakaway", 1, {100, 101, 94, 95}) == 0);
  CHECK(WithOther("cdl_breakaway", 2, {96, 97, 94, 95}) == 0);
  CHECK(WithOther("cdl_breakaway", 4, {92, 99, 91, 96.5}) == 0);
  CHECK(WithOther("cdl_breakaway", 4, {92, 101, 91, 100}) == 0);
  // The third may have either colour.
  CHECK(WithOther("cdl_breakaway", 2, {93, 97, 92, 96}) == 100);
}

TEST_CASE("A concealing baby swallow needs two bare candles, a gap with a shadow into it, and the third enclosed",
          "[unit][candlesticks]") {
  CHECK(WithOther("cdl_concealbabyswall", 1, {103, 105, 97, 97}) == 0);
  CHECK(WithOther("cdl_concealbabyswall", 2, {98, 99, 92, 93}) == 0);
  CHECK(WithOther("cdl_concealbabyswall", 2, {95, 96, 92, 93}) == 0);
  CHECK(WithOther("cdl_concealbabyswall", 3, {97, 97.5, 91, 91.5}) == 0);
}

TEST_CASE("Bodies that share an end count 80", "[unit][candlesticks]") {
  // The candle before is black, from 102 to 98.
  CHECK(LastOf("cdl_engulfing", AfterOrdinary({{98, 104, 96, 103}})) == 80);
  CHECK(LastOf("cdl_engulfing", AfterOrdinary({{98, 104, 96, 102}})) == 0);
  CHECK(LastOf("cdl_harami", AfterOrdinary({{105, 106, 95, 96}, {96, 102, 95, 98}})) == 80);
  CHECK(LastOf("cdl_haramicross", AfterOrdinary({{96, 106, 95, 105}, {105, 107, 104, 105}})) == -80);
}

TEST_CASE("A hikkake is confirmed once, by a close beyond the inside bar within three bars", "[unit][candlesticks]") {
  const auto after = [](std::initializer_list<Candle> more) {
    CandleBars bars = AfterOrdinary(ExampleOf("cdl_hikkake"));
    bars.Append(more);
    return BatchOf(Candlestick("cdl_hikkake"), bars);
  };
  // The inside bar's high is 105. Wide bars that are no inside bars themselves.
  const Candle below{98, 104.5, 93, 104};
  const Candle above{98, 107, 93, 106};
  CHECK(after({above}).back() == 200);
  CHECK(after({below, {98, 107, 92, 106}}).back() == 200);
  CHECK(after({below, {98, 104.6, 92, 104}, {98, 107, 91, 106}}).back() == 200);
  CHECK(after({below, {98, 104.6, 92, 104}, {98, 104.7, 91, 104}, {98, 107, 90, 106}}).back() == 0);
  CHECK(after({above, {98, 108, 92, 107}}).back() == 0);
}

TEST_CASE("The penetration says how deep the last close must be", "[unit][candlesticks]") {
  // A body from 98 to 106, closed into down to 101: five eighths.
  const CandleBars bars = AfterOrdinary(ExampleOf("cdl_darkcloudcover"));
  const Definition& cover = Candlestick("cdl_darkcloudcover");
  CHECK(BatchOf(cover, bars, std::vector<double>{0.62}).back() == -100);
  CHECK(BatchOf(cover, bars, std::vector<double>{0.625}).back() == 0);
}

}  // namespace
}  // namespace mib::indicators
