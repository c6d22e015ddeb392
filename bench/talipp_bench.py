"""Streaming indicators of talipp, timed.

    talipp_bench.py SERIES ROUNDS [NAME ...]

SERIES has the columns open, high, low, close, volume one after another, as doubles in the machine's byte order. Prints what
`indicators_bench stream` prints; names and outputs are ours.
"""

import array
import json
import pathlib
import sys
import time

from talipp import indicators as ta
from talipp.ohlcv import OHLCV

SAMPLES = 10


def output(name, read=lambda value: value):
    return {name: read}


# Left out for another meaning: zlema (an even period's lag), keltner (of closes).
# Ours, how to make talipp's, its values by the names of our outputs. What is of closes is fed with numbers, the rest with bars.
OF_CLOSE = {
    "sma": (lambda: ta.SMA(20), output("sma")),
    "ema": (lambda: ta.EMA(20), output("ema")),
    "wma": (lambda: ta.WMA(30), output("wma")),
    "dema": (lambda: ta.DEMA(30), output("dema")),
    "tema": (lambda: ta.TEMA(30), output("tema")),
    "hma": (lambda: ta.HMA(20), output("hma")),
    "smma": (lambda: ta.SMMA(20), output("smma")),
    "kama(period=10)": (lambda: ta.KAMA(10, 2, 30), output("kama")),
    "t3": (lambda: ta.T3(5, 0.7), output("t3")),
    "alma": (lambda: ta.ALMA(9, 0.85, 6), output("alma")),
    "roc": (lambda: ta.ROC(10), output("roc")),
    "rsi": (lambda: ta.RSI(14), output("rsi")),
    "macd": (lambda: ta.MACD(12, 26, 9), {"macd": lambda v: v.macd, "signal": lambda v: v.signal, "histogram": lambda v: v.histogram}),
    "stddev": (lambda: ta.StdDev(5), output("stddev")),
    "bollinger": (lambda: ta.BB(20, 2), {"lower": lambda v: v.lb, "middle": lambda v: v.cb, "upper": lambda v: v.ub}),
    "trix": (lambda: ta.TRIX(30), output("trix", lambda v: v / 100)),
    "tsi": (lambda: ta.TSI(13, 25), output("tsi")),
    "dpo": (lambda: ta.DPO(20), output("dpo")),
    "coppock": (lambda: ta.CoppockCurve(11, 14, 10), output("coppock")),
    "kst": (lambda: ta.KST(10, 10, 15, 10, 20, 10, 30, 15, 9), {"kst": lambda v: v.kst, "signal": lambda v: v.signal}),
    "stochrsi(fastk_period=14)": (lambda: ta.StochRSI(14, 14, 1, 3), {"fastk": lambda v: v.k, "fastd": lambda v: v.d}),
}
OF_BAR = {
    "atr": (lambda: ta.ATR(14), output("atr")),
    "natr": (lambda: ta.NATR(14), output("natr")),
    "adx": (lambda: ta.ADX(14, 14), output("adx", lambda v: v.adx)),
    "cci": (lambda: ta.CCI(14), output("cci")),
    "aroon": (lambda: ta.Aroon(14), {"aroonup": lambda v: v.up, "aroondown": lambda v: v.down}),
    "ad": (lambda: ta.AccuDist(), output("ad")),
    "adosc": (lambda: ta.ChaikinOsc(3, 10), output("adosc")),
    "bop": (lambda: ta.BOP(), output("bop")),
    "choppiness": (lambda: ta.CHOP(14), output("choppiness")),
    "donchian": (lambda: ta.DonchianChannels(20), {"lower": lambda v: v.lb, "middle": lambda v: v.cb, "upper": lambda v: v.ub}),
    "force_index": (lambda: ta.ForceIndex(13), output("force_index")),
    "mass_index": (lambda: ta.MassIndex(9, 9, 25), output("mass_index")),
    "obv": (lambda: ta.OBV(), output("obv")),
    "sar": (lambda: ta.ParabolicSAR(0.02, 0.02, 0.2), output("sar", lambda v: v.value)),
    "stochf(fastk_period=14)": (lambda: ta.Stoch(14, 3), {"fastk": lambda v: v.k, "fastd": lambda v: v.d}),
    "supertrend": (lambda: ta.SuperTrend(10, 3), output("supertrend", lambda v: v.value)),
    "ultosc": (lambda: ta.UO(7, 14, 28), output("ultosc")),
    "vortex": (lambda: ta.VTX(14), {"plusvi": lambda v: v.plus_vtx, "minusvi": lambda v: v.minus_vtx}),
    "vwap": (lambda: ta.VWAP(), output("vwap")),
    "vwma": (lambda: ta.VWMA(20), output("vwma")),
    "willr": (lambda: ta.Williams(14), output("willr")),
}


def read_series(path):
    values = array.array("d")
    values.frombytes(pathlib.Path(path).read_bytes())
    bars = len(values) // 5
    return list(zip(*(values[i * bars:(i + 1) * bars] for i in range(5))))


def measure(make, inputs):
    """ns per update of one pass, and the indicator after it."""
    indicator = make()
    add = indicator.add
    begin = time.perf_counter_ns()
    for value in inputs:
        add(value)
    return (time.perf_counter_ns() - begin) / len(inputs), indicator


def entry(name, make, outputs, inputs, rounds):
    runs = [measure(make, inputs) for _ in range(rounds)]
    step = len(inputs) // (2 * SAMPLES)
    bars = [bar for bar in range(len(inputs) // 2, len(inputs)) if bar % step == 0]
    values = {key: [read(runs[-1][1][bar]) for bar in bars] for key, read in outputs.items()}
    return {"name": name, "ns": [ns for ns, _ in runs], "values": values}


def main():
    series, rounds, only = read_series(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    closes, bars = [row[3] for row in series], [OHLCV(*row) for row in series]
    functions = [entry(name, *function, inputs, rounds) for table, inputs in ((OF_CLOSE, closes), (OF_BAR, bars))
                 for name, function in table.items() if not only or name in only]
    print(json.dumps({"functions": functions}))


if __name__ == "__main__":
    main()
