#include "tulip.h"

namespace mib::bench {
namespace {

// Left out for another meaning: cmo (plain sums), obv (begins at 0), trix (over the newer average), stochrsi (one
// option, unsmoothed), di and dm (two of ours in one).
constexpr const char* kTulipIndicators = R"(
  ad ad
  adosc adosc fast slow
  adx adx period
  adxr adxr period
  apo(ma_type=1) apo fast slow
  aroon aroon period
  aroonosc aroonosc period
  atr atr period
  avgprice avgprice
  bollinger bbands period stddev -> lower middle upper
  bop bop
  cci cci period
  dema dema period
  dpo dpo period
  dx dx period
  ema ema period
  fisher fisher period
  hma hma period
  kama kama period
  linearreg linreg period
  linearreg_intercept linregintercept period
  linearreg_slope linregslope period
  macd(fast=10,slow=20) macd fast slow signal
  macdfix macd 12 26 signal
  mass_index mass slow
  max max period
  medprice medprice
  mfi mfi period
  min min period
  mom mom period
  natr natr period
  nvi nvi
  ppo(ma_type=1) ppo fast slow
  pvi pvi
  rocp roc period
  rocr rocr period
  rsi rsi period
  sar psar acceleration maximum
  sma sma period
  smma wilders period
  stddev stddev period
  stoch stoch fastk_period slowk_period slowd_period
  sum sum period
  tema tema period
  trange tr
  trima trima period
  tsf tsf period
  typprice typprice
  ultosc ultosc short middle long
  var var period
  vwma vwma period
  wclprice wcprice
  willr willr period
  wma wma period
  zlema zlema period
)";

}  // namespace

std::vector<Row> TulipIndicators() { return ParseTable(kTulipIndicators); }

}  // namespace mib::bench
