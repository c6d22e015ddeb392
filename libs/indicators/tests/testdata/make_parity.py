#!/usr/bin/env python3
"""Makes what tests/indicators/parity_talib_test.cc compares with: bars, and what TA-Lib makes of them.

    pip install TA-Lib numpy
    make_parity.py FOLDER [BARS.csv ...]
    MIB_TALIB_ORACLE=FOLDER indicators_test "[parity]"

FOLDER/parity gets `<series>.bars.csv` and, per row of ROWS and set of parameters, `<series>/<n>.csv`: a line that says which indicator and
parameters, a line with the names of outputs, then a row per bar, empty where TA-Lib has no value. A series is random and seeded, or one
of BARS.csv, which have columns named open, high, low, close and volume.

To cover an indicator, add a row to ROWS.
"""
import csv
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import numpy
import talib
from talib import abstract


class Row(NamedTuple):
    name: str  # of ours
    function: str  # TA-Lib's
    inputs: str  # the columns that it is given
    outputs: str  # ours, in the order of TA-Lib's; "-" for one that we have not
    keys: dict  # our parameters, and TA-Lib's names for them (a tuple of names where several take the same value)
    sets: list  # of values, in the order of keys
    settled: int = 0  # compare from this bar on: where the two begin differently on purpose
    skip: tuple = ()  # series where TA-Lib's own value is rounding noise
    fixed: dict = {}  # further arguments to TA-Lib
    scale: object = 0  # of the terms whose difference an output is, where they are larger than it: a number, or the column they come from


PERIOD = {"period": "timeperiod"}
BARS = "high low close"
PAIR = {"fast": "fastperiod", "slow": "slowperiod"}
STOCHF = {"fastk_period": "fastk_period", "fastd_period": "fastd_period", "fastd_ma_type": "fastd_matype"}
STOCH = {
    "fastk_period": "fastk_period",
    "slowk_period": "slowk_period",
    "slowk_ma_type": "slowk_matype",
    "slowd_period": "slowd_period",
    "slowd_ma_type": "slowd_matype",
}
MACDEXT = {
    **PAIR,
    "signal": "signalperiod",
    "fast_ma_type": "fastmatype",
    "slow_ma_type": "slowmatype",
    "signal_ma_type": "signalmatype",
}
TYPES = range(9)
MIXED = [(kind % 9, (kind + 3) % 9, (kind + 1) % 9) for kind in range(5, 14)]
MACDS = "macd signal histogram"

SAREXT = {
    "start": "startvalue", "offset": "offsetonreverse",
    "initial_long": "accelerationinitlong", "step_long": "accelerationlong", "maximum_long": "accelerationmaxlong",
    "initial_short": "accelerationinitshort", "step_short": "accelerationshort", "maximum_short": "accelerationmaxshort",
}

ROWS = [
    # Moving averages.
    Row("sma", "SMA", "close", "sma", PERIOD, [(20,), (2,), (200,)]),
    Row("ema", "EMA", "close", "ema", PERIOD, [(20,), (2,), (200,)]),
    Row("wma", "WMA", "close", "wma", PERIOD, [(30,), (2,), (200,)]),
    Row("dema", "DEMA", "close", "dema", PERIOD, [(30,), (2,), (100,)]),
    Row("tema", "TEMA", "close", "tema", PERIOD, [(30,), (2,), (100,)]),
    Row("trima", "TRIMA", "close", "trima", PERIOD, [(30,), (2,), (3,), (101,)]),
    Row("kama", "KAMA", "close", "kama", PERIOD, [(30,), (2,), (100,)]),
    Row("mama", "MAMA", "close", "mama fama", {"fast_limit": "fastlimit", "slow_limit": "slowlimit"}, [(0.5, 0.05), (0.9, 0.2)]),
    Row("t3", "T3", "close", "t3", {"period": "timeperiod", "volume_factor": "vfactor"}, [(5, 0.7), (2, 1), (30, 0)]),
    Row("midpoint", "MIDPOINT", "close", "midpoint", PERIOD, [(14,), (2,), (100,)]),
    Row("midprice", "MIDPRICE", "high low", "midprice", PERIOD, [(14,), (2,), (100,)]),
    # Momentum.
    Row("mom", "MOM", "close", "mom", PERIOD, [(10,), (1,), (100,)]),
    Row("roc", "ROC", "close", "roc", PERIOD, [(10,), (1,), (100,)]),
    Row("rocp", "ROCP", "close", "rocp", PERIOD, [(10,), (1,), (100,)]),
    Row("rocr", "ROCR", "close", "rocr", PERIOD, [(10,), (1,), (100,)]),
    Row("rocr100", "ROCR100", "close", "rocr100", PERIOD, [(10,), (1,), (100,)]),
    Row("cci", "CCI", BARS, "cci", PERIOD, [(14,), (2,), (100,)]),
    Row("willr", "WILLR", BARS, "willr", PERIOD, [(14,), (2,), (100,)]),
    Row("aroon", "AROON", "high low", "aroondown aroonup", PERIOD, [(14,), (2,), (100,)]),
    Row("aroonosc", "AROONOSC", "high low", "aroonosc", PERIOD, [(14,), (2,), (100,)]),
    # A ratio less 1: what rounding leaves counts beside 100 %.
    Row("trix", "TRIX", "close", "trix", PERIOD, [(30,), (1,), (100,)], scale=100),
    Row("bop", "BOP", "open high low close", "bop", {}, [()]),
    Row("cmo", "CMO", "close", "cmo", PERIOD, [(14,), (2,), (100,)]),
    Row("ultosc", "ULTOSC", BARS, "ultosc", {"short": "timeperiod1", "middle": "timeperiod2", "long": "timeperiod3"}, [(7, 14, 28), (1, 2, 3)]),
    Row("apo", "APO", "close", "apo", {**PAIR, "ma_type": "matype"}, [(12, 26, 0), (2, 3, 0), *((5, 34, kind) for kind in TYPES)], scale="close"),
    Row("ppo", "PPO", "close", "ppo", {**PAIR, "ma_type": "matype"}, [(12, 26, 0), (2, 3, 0), *((5, 34, kind) for kind in TYPES)], scale=100),
    Row("pvo", "PPO", "volume", "pvo", PAIR, [(12, 26), (5, 50)], settled=70, fixed={"matype": 1}),
    Row("stoch", "STOCH", BARS, "slowk slowd", STOCH, [(5, 3, 0, 3, 0), (14, 1, 0, 5, 1), (2, 4, 5, 6, 2)]),
    Row("stochf", "STOCHF", BARS, "fastk fastd", STOCHF, [(5, 3, 0), (14, 1, 0), (2, 4, 1)]),
    # Where the price stands still, TA-Lib's index wavers in its last digits, and that is its range.
    Row("stochrsi", "STOCHRSI", "close", "fastk fastd", {**PERIOD, **STOCHF}, [(14, 5, 3, 0), (2, 14, 5, 1)], skip=("hostile", "minutes")),
    Row("macdext", "MACDEXT", "close", MACDS, MACDEXT, [(12, 26, 9, 0, 0, 0), *((5, 34, 5, *kinds) for kinds in MIXED[2:])], scale="close"),
    # Adaptive averages as the signal ask how macd moves, even where it moves by rounding alone.
    Row("macdext", "MACDEXT", "close", MACDS, MACDEXT, [(5, 34, 5, *kinds) for kinds in MIXED[:2]], scale="close", skip=("hostile",)),
    Row("macdfix", "MACDFIX", "close", MACDS, {"signal": "signalperiod"}, [(9,), (1,)], scale="close"),
    Row("rsi", "RSI", "close", "rsi", PERIOD, [(14,), (2,), (100,)]),
    Row("macd", "MACD", "close", MACDS, {**PAIR, "signal": "signalperiod"}, [(12, 26, 9), (5, 34, 5)], settled=700, scale="close"),
    # Ranges, directional movement, stops and channels.
    Row("trange", "TRANGE", BARS, "trange", {}, [()]),
    Row("atr", "ATR", BARS, "atr", PERIOD, [(14,), (1,), (100,)]),
    Row("natr", "NATR", BARS, "natr", PERIOD, [(14,), (2,), (100,)]),
    Row("plus_dm", "PLUS_DM", "high low", "plus_dm", PERIOD, [(14,), (1,), (2,), (100,)]),
    Row("minus_dm", "MINUS_DM", "high low", "minus_dm", PERIOD, [(14,), (1,), (2,), (100,)]),
    Row("plus_di", "PLUS_DI", BARS, "plus_di", PERIOD, [(14,), (2,), (100,)]),
    Row("minus_di", "MINUS_DI", BARS, "minus_di", PERIOD, [(14,), (2,), (100,)]),
    Row("dx", "DX", BARS, "dx", PERIOD, [(14,), (2,), (100,)]),
    Row("adx", "ADX", BARS, "adx", PERIOD, [(14,), (2,), (100,)]),
    Row("adxr", "ADXR", BARS, "adxr", PERIOD, [(14,), (2,), (100,)]),
    Row("sar", "SAR", "high low", "sar", {"acceleration": "acceleration", "maximum": "maximum"}, [(0.02, 0.2), (0.5, 0.1), (0.1, 1.0)]),
    Row("sarext", "SAREXT", "high low", "sarext", SAREXT,
        [(0.0, 0.0, 0.02, 0.02, 0.2, 0.02, 0.02, 0.2), (90.0, 0.05, 0.01, 0.03, 0.3, 0.04, 0.05, 0.1), (-120.0, 0.01, 0.5, 0.1, 0.2, 0.1, 0.01, 0.5)]),
    Row("donchian", "DONCHIAN", "high low", "upper middle lower", PERIOD, [(20,), (2,), (100,)]),
    Row("keltner", "KC", BARS, "upper middle lower", {**PERIOD, "atr_period": "atrperiod", "multiplier": "nbdev"}, [(20, 10, 2.0), (5, 30, 1.5), (2, 1, 3.0)]),
    Row("supertrend", "SUPERTREND", BARS, "supertrend trend", {**PERIOD, "multiplier": "multiplier"}, [(10, 3.0), (3, 0.5), (50, 1.0)]),
    Row("accbands", "ACCBANDS", BARS, "upper middle lower", PERIOD, [(20,), (2,), (100,)]),
    Row("vortex", "VORTEX", BARS, "plusvi minusvi", PERIOD, [(14,), (2,), (100,)]),
    Row("mass_index", "MASSI", "high low", "mass_index", PAIR, [(9, 25), (2, 2), (30, 60)]),
    Row("elder_ray", "ERI", BARS, "bullpower bearpower", PERIOD, [(13,), (2,), (100,)]),
    # Volume.
    Row("obv", "OBV", "close volume", "obv", {}, [()]),
    Row("ad", "AD", "high low close volume", "ad", {}, [()]),
    Row("adosc", "ADOSC", "high low close volume", "adosc", PAIR, [(3, 10), (20, 5), (2, 100)]),
    Row("cmf", "CMF", "high low close volume", "cmf", PERIOD, [(20,), (2,), (100,)]),
    Row("mfi", "MFI", "high low close volume", "mfi", PERIOD, [(14,), (2,), (100,)]),
    Row("vwap", "VWAP", "high low close volume", "vwap", {}, [()]),
    Row("nvi", "NVI", "close volume", "nvi", {}, [()]),
    Row("pvi", "PVI", "close volume", "pvi", {}, [()]),
    Row("force_index", "EFI", "close volume", "force_index", PERIOD, [(13,), (2,), (100,)]),
    # Statistics and prices.
    Row("stddev", "STDDEV", "close", "stddev", {**PERIOD, "nbdev": "nbdev"}, [(5, 1.0), (2, 2.0), (100, 1.0)]),
    Row("var", "VAR", "close", "var", PERIOD, [(5,), (2,), (100,)]),
    # TA-Lib takes the variance for the difference of two sums, which leaves few digits of a small one.
    Row("correl", "CORREL", "high low", "correl", PERIOD, [(30,), (3,), (100,)], scale=1),
    Row("beta", "BETA", "high low", "beta", PERIOD, [(5,), (20,)], scale=100, skip=("hostile",)),
    Row("beta", "BETA", "high low", "beta", PERIOD, [(100,)], scale=100),
    Row("linearreg", "LINEARREG", "close", "linearreg", PERIOD, [(14,), (2,), (100,)]),
    Row("linearreg_slope", "LINEARREG_SLOPE", "close", "linearreg_slope", PERIOD, [(14,), (2,), (100,)], scale="close"),
    Row("linearreg_intercept", "LINEARREG_INTERCEPT", "close", "linearreg_intercept", PERIOD, [(14,), (2,), (100,)]),
    Row("linearreg_angle", "LINEARREG_ANGLE", "close", "linearreg_angle", PERIOD, [(14,), (2,), (100,)], scale="close"),
    Row("tsf", "TSF", "close", "tsf", PERIOD, [(14,), (2,), (100,)]),
    Row("max", "MAX", "close", "max", PERIOD, [(30,), (2,), (100,)]),
    Row("min", "MIN", "close", "min", PERIOD, [(30,), (2,), (100,)]),
    Row("minmax", "MINMAX", "close", "min max", PERIOD, [(30,), (2,), (100,)]),
    Row("sum", "SUM", "close", "sum", PERIOD, [(30,), (2,), (100,)]),
    Row("avgprice", "AVGPRICE", "open high low close", "avgprice", {}, [()]),
    Row("medprice", "MEDPRICE", "high low", "medprice", {}, [()]),
    Row("typprice", "TYPPRICE", BARS, "typprice", {}, [()]),
    Row("wclprice", "WCLPRICE", BARS, "wclprice", {}, [()]),
    Row("heikin_ashi", "HA", "open high low close", "open high low close", {}, [()]),
    Row("imi", "IMI", "open close", "imi", PERIOD, [(14,), (2,), (100,)]),
    # Cycles.
    Row("ht_dcperiod", "HT_DCPERIOD", "close", "ht_dcperiod", {}, [()]),
    Row("ht_phasor", "HT_PHASOR", "close", "inphase quadrature", {}, [()]),
    Row("ht_dcphase", "HT_DCPHASE", "close", "ht_dcphase", {}, [()]),
    Row("ht_sine", "HT_SINE", "close", "sine leadsine", {}, [()], scale=10),
    Row("ht_trendline", "HT_TRENDLINE", "close", "ht_trendline", {}, [()]),
    Row("ht_trendmode", "HT_TRENDMODE", "close", "ht_trendmode", {}, [()]),
]


def walk(seed, bars, volatility):
    """Unrounded prices whose volatility changes in spells."""
    source = numpy.random.default_rng(seed)
    spells = volatility * numpy.exp(numpy.repeat(source.normal(0, 0.6, bars // 60 + 1), 60)[:bars])
    gaps = source.normal(0, 0.3, bars) * spells
    bodies = source.normal(0, 1, bars) * spells
    opens = 100 * numpy.exp(numpy.cumsum(gaps + bodies) - bodies)
    closes = opens * numpy.exp(bodies)
    up, down = (source.exponential(0.5, bars) * spells for _ in range(2))
    highs, lows = numpy.maximum(opens, closes) * (1 + up), numpy.minimum(opens, closes) * (1 - down)
    return {"open": opens, "high": highs, "low": lows, "close": closes, "volume": numpy.floor(source.lognormal(13, 1, bars))}


def minutes(seed, bars):
    """Minutes in cents: small moves, many equal prices, minutes without a trade."""
    prices = walk(seed, bars, 0.0004)
    out = {name: numpy.round(column, 2) for name, column in prices.items()}
    quiet = numpy.random.default_rng(seed + 1).random(bars) < 0.1
    out["volume"][quiet] = 0
    return out


def hostile(seed, bars):
    """Gaps, bars without range, flats with and without volume, straight lines. Prices are 64ths, whose sums have no rounding in TA-Lib
    either: where a range or a variance is zero, it is zero for both."""
    source = numpy.random.default_rng(seed)
    price, rows, kind = 100.0, [], "walk"
    for i in range(bars):
        if i % 40 == 0:
            kind = source.choice(["walk", "walk", "flat", "dead", "rise", "fall", "gaps", "pointed"])
        opened = price
        if kind == "gaps":
            opened = price * source.choice([0.8, 0.95, 1, 1.05, 1.25])
        step = {"flat": 0, "dead": 0, "rise": 0.5, "fall": -0.5}.get(kind, source.normal(0, 1))
        closed = opened + step
        reach = 0 if kind in ("flat", "dead", "pointed") else source.exponential(1)
        high, low = max(opened, closed) + reach, min(opened, closed) - reach * source.random()
        volume = 0 if kind == "dead" or source.random() < 0.2 else source.integers(1, 100000)
        rows.append([numpy.round(x * 64) / 64 for x in (opened, high, low, closed)] + [float(volume)])
        price = rows[-1][3] if 20 < rows[-1][3] < 500 else 100.0
    return dict(zip(("open", "high", "low", "close", "volume"), map(numpy.array, zip(*rows))))


def read_bars(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [{key.strip().lower(): value for key, value in row.items() if key} for row in csv.DictReader(file)]
    return {name: numpy.array([float(row[name]) for row in rows]) for name in ("open", "high", "low", "close", "volume")}


def write(path, columns, heading=()):
    with open(path, "w") as file:
        rows = [["" if numpy.isnan(x) else repr(float(x)) for x in row] for row in zip(*columns.values())]
        for row in filter(None, [heading, columns]):
            file.write(",".join(map(str, row)) + "\n")
        file.writelines(",".join(row) + "\n" for row in rows)


def arguments(row, values):
    out = dict(row.fixed)
    for (ours, theirs), value in zip(row.keys.items(), values):
        for name in theirs if isinstance(theirs, tuple) else (theirs,):
            out[name] = float(value) if isinstance(value, float) or name in ("vfactor",) or "limit" in name else value
    return out


def from_first(row, values, column):
    """Integers have no NaN: TA-Lib gives 0 before the first value."""
    if column.dtype != numpy.int32:
        return column
    lookback = abstract.Function(row.function, **arguments(row, values)).lookback
    return numpy.where(numpy.arange(len(column)) < lookback, numpy.nan, column)


def write_series(folder, series, bars):
    write(folder / f"{series}.bars.csv", bars)
    (folder / series).mkdir()
    rows = [row for row in ROWS if series not in row.skip]
    for number, (row, values) in enumerate((row, values) for row in rows for values in row.sets):
        result = getattr(talib, row.function)(*(bars[name] for name in row.inputs.split()), **arguments(row, values))
        results = [from_first(row, values, x) for x in (result if isinstance(result, tuple) else (result,))]
        columns = dict(zip(row.outputs.split(), results, strict=True))
        columns.pop("-", None)
        given = [f"{key}={float(value)!r}" for key, value in zip(row.keys, values)]
        scale = numpy.max(bars[row.scale]) if isinstance(row.scale, str) else row.scale
        write(folder / series / f"{number:03}_{row.name}.csv", columns, [row.name, row.settled, float(scale), *given])
    print(series, len(bars["close"]), "bars", flush=True)


def main():
    folder = Path(sys.argv[1]) / "parity"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_series(folder, "walk", walk(1, 2000, 0.01))
    write_series(folder, "minutes", minutes(2, 3000))
    write_series(folder, "hostile", hostile(3, 3000))
    for path in map(Path, sys.argv[2:]):
        write_series(folder, path.stem, read_bars(path))


if __name__ == "__main__":
    main()
