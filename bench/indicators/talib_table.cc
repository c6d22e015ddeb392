#include <algorithm>
#include <cctype>

#include "mib/indicators/registry.h"
#include "talib.h"

namespace mib::bench {
namespace {

// All that both have.
constexpr const char* kTalibIndicators = R"(
  accbands ACCBANDS period
  ad AD
  adosc ADOSC fast slow
  adx ADX period
  adxr ADXR period
  apo APO fast slow ma_type
  aroon AROON period
  aroonosc AROONOSC period
  atr ATR period
  avgprice AVGPRICE
  beta BETA period
  bollinger BBANDS period stddev stddev 0
  bop BOP
  cci CCI period
  cmf CMF period
  cmo CMO period
  coppock COPPOCK average short long
  correl CORREL period
  dema DEMA period
  donchian DONCHIAN period
  dpo DPO period
  dx DX period
  elder_ray ERI period
  ema EMA period
  force_index EFI period
  heikin_ashi HA
  hma HMA period
  ht_dcperiod HT_DCPERIOD
  ht_dcphase HT_DCPHASE
  ht_phasor HT_PHASOR
  ht_sine HT_SINE
  ht_trendline HT_TRENDLINE
  ht_trendmode HT_TRENDMODE
  imi IMI period
  kama KAMA period
  keltner KC period atr_period multiplier
  linearreg LINEARREG period
  linearreg_angle LINEARREG_ANGLE period
  linearreg_intercept LINEARREG_INTERCEPT period
  linearreg_slope LINEARREG_SLOPE period
  macd MACD fast slow signal
  macdext MACDEXT fast fast_ma_type slow slow_ma_type signal signal_ma_type
  macdfix MACDFIX signal
  mama MAMA fast_limit slow_limit
  mass_index MASSI fast slow
  max MAX period
  medprice MEDPRICE
  mfi MFI period
  midpoint MIDPOINT period
  midprice MIDPRICE period
  min MIN period
  minmax MINMAX period
  minus_di MINUS_DI period
  minus_dm MINUS_DM period
  mom MOM period
  natr NATR period
  nvi NVI
  obv OBV
  plus_di PLUS_DI period
  plus_dm PLUS_DM period
  ppo PPO fast slow ma_type
  pvi PVI
  pvo PVO fast slow 1
  roc ROC period
  rocp ROCP period
  rocr ROCR period
  rocr100 ROCR100 period
  rsi RSI period
  sar SAR acceleration maximum
  sarext SAREXT start offset initial_long step_long maximum_long initial_short step_short maximum_short
  sma SMA period
  smma RMA period
  stddev STDDEV period nbdev
  stoch STOCH fastk_period slowk_period slowk_ma_type slowd_period slowd_ma_type
  stochf STOCHF fastk_period fastd_period fastd_ma_type
  stochrsi STOCHRSI period fastk_period fastd_period fastd_ma_type
  sum SUM period
  supertrend SUPERTREND period multiplier
  t3 T3 period volume_factor
  tema TEMA period
  trange TRANGE
  trima TRIMA period
  trix TRIX period
  tsf TSF period
  tsi TSI long short
  typprice TYPPRICE
  ultosc ULTOSC short middle long
  var VAR period 1
  vortex VORTEX period
  vwap VWAP
  vwma VWMA period
  wclprice WCLPRICE
  willr WILLR period
  wma WMA period
  zlema ZLEMA period
)";

std::string Upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

std::vector<Row> TalibIndicators() { return ParseTable(kTalibIndicators); }

std::vector<Row> TalibCandlesticks() {
  std::string table;
  for (const indicators::Definition* definition : indicators::Registry::All()) {
    const std::string name(definition->name);
    if (!name.starts_with("cdl_")) continue;
    table += name + " CDL" + Upper(name.substr(4));
    for (const indicators::Parameter& parameter : definition->parameters) table += " " + std::string(parameter.name);
    table += "\n";
  }
  return ParseTable(table);
}

}  // namespace mib::bench
