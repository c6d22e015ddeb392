#!/usr/bin/env python3
"""Makes derived.csv: bars, and on them the indicators that TA-Lib has not, in 60-digit decimal arithmetic.

Written from the formulas alone, with no sliding state, on the closes of make_expected.py.
"""
import random
from decimal import Decimal
from pathlib import Path

from make_expected import closes, ema, mean, sma, smooth

ROWS = 260


def bars():
    source = random.Random(20240116)
    close = closes()[:ROWS]
    cents = lambda most: Decimal(source.randint(0, most)) / 100
    still = lambda i: 150 <= i < 175
    high = [c if still(i) else c + cents(80) for i, c in enumerate(close)]
    low = [c if still(i) else max(c - cents(80), Decimal(1)) for i, c in enumerate(close)]
    volume = [Decimal(0 if 60 <= i < 85 or source.random() < 0.1 else source.randint(1, 10**6)) for i in range(ROWS)]
    return high, low, close, volume


def after(xs, function):
    """function of the values that are there, at their places."""
    first = next(i for i, x in enumerate(xs) if x is not None)
    return [None] * first + function(xs[first:])


def windows(function, xs, period):
    return [function(xs[i - period + 1:i + 1]) if i >= period - 1 else None for i in range(len(xs))]


def combine(function, *columns):
    return [None if None in values else function(*values) for values in zip(*columns)]


def weighted(window):
    return sum(w * x for w, x in enumerate(window, 1)) / sum(range(1, len(window) + 1))


def wma(xs, period):
    return windows(weighted, xs, period)


def hma(xs, period):
    raw = combine(lambda half, whole: 2 * half - whole, wma(xs, period // 2), wma(xs, period))
    return after(raw, lambda ys: wma(ys, int(period**0.5)))


def vwma(xs, volumes, period):
    def one(window):
        volume = sum(v for _, v in window)
        return sum(x * v for x, v in window) / volume if volume else mean([x for x, _ in window])
    return windows(one, list(zip(xs, volumes)), period)


def alma(xs, period, offset, sigma):
    middle, width = offset * (period - 1), Decimal(period) / sigma
    weights = [(-((i - middle) / width) ** 2 / 2).exp() for i in range(period)]
    return windows(lambda window: sum(w * x for w, x in zip(weights, window)) / sum(weights), xs, period)


def zlema(xs, period):
    lag = (period - 1) // 2
    return [None] * lag + ema([2 * x - past for x, past in zip(xs[lag:], xs)], period)


def dpo(xs, period):
    means, back = sma(xs, period), period // 2 + 1
    return [None if m is None or i < back else xs[i - back] - m for i, m in enumerate(means)]


def roc(xs, period):
    return [None] * period + [100 * (x - past) / past for x, past in zip(xs[period:], xs)]


def coppock(xs, long, short, period):
    return after(combine(lambda a, b: a + b, roc(xs, long), roc(xs, short)), lambda ys: wma(ys, period))


def kst(xs, rocs, means, signal):
    terms = [after(roc(xs, r), lambda ys, m=m: sma(ys, m)) for r, m in zip(rocs, means)]
    line = combine(lambda *values: sum(w * v for w, v in enumerate(values, 1)), *terms)
    return line, after(line, lambda ys: sma(ys, signal))


def tsi(xs, long, short, signal):
    changes = [b - a for a, b in zip(xs, xs[1:])]
    twice = lambda ys: [None] + after(ema(ys, long), lambda zs: ema(zs, short))
    line = combine(lambda change, path: 100 * change / path if path else Decimal(0), twice(changes), twice([abs(c) for c in changes]))
    return line, after(line, lambda ys: ema(ys, signal))


def fisher(highs, lows, period):
    prices = [(h + l) / 2 for h, l in zip(highs, lows)]
    x = value = Decimal(0)
    out = []
    for window in windows(list, prices, period):
        if window is None:
            out.append((None, None))
            continue
        least, greatest = min(window), max(window)
        place = (window[-1] - least) / (greatest - least) - Decimal("0.5") if greatest > least else Decimal(0)
        x = Decimal("0.66") * place + Decimal("0.67") * x
        x = Decimal("0.999").copy_sign(x) if abs(x) > Decimal("0.99") else x
        out.append((((1 + x) / (1 - x)).ln() / 2 + value / 2, value))
        value = out[-1][0]
    return zip(*out)


def pvo(volumes, fast, slow, signal):
    line = combine(lambda f, s: 100 * (f - s) / s, ema(volumes, fast), ema(volumes, slow))
    return line, after(line, lambda ys: ema(ys, signal))


def together(line, signal):
    """Both from the first value of the signal on, as one indicator gives them."""
    return [None if s is None else x for x, s in zip(line, signal)], signal


def main():
    high, low, close, volume = bars()
    columns = {"high": high, "low": low, "close": close, "volume": volume}
    columns["hma"] = hma(close, 20)
    columns["vwma"] = vwma(close, volume, 20)
    columns["alma"] = alma(close, 9, Decimal("0.85"), Decimal(6))
    columns["smma"] = smooth(close, 20, Decimal(1) / 20)
    columns["zlema"] = zlema(close, 20)
    columns["dpo"] = dpo(close, 20)
    columns["coppock"] = coppock(close, 14, 11, 10)
    columns["kst.kst"], columns["kst.signal"] = together(*kst(close, (10, 15, 20, 30), (10, 10, 10, 15), 9))
    columns["tsi.tsi"], columns["tsi.signal"] = together(*tsi(close, 25, 13, 7))
    columns["fisher.fisher"], columns["fisher.trigger"] = fisher(high, low, 10)
    columns["pvo.pvo"], columns["pvo.signal"] = together(*pvo(volume, 12, 26, 9))
    columns["pvo.histogram"] = combine(lambda x, s: x - s, columns["pvo.pvo"], columns["pvo.signal"])
    with open(Path(__file__).with_name("derived.csv"), "w") as file:
        file.write(",".join(columns) + "\n")
        for row in zip(*columns.values()):
            file.write(",".join("" if v is None else f"{float(v):.15g}" for v in row) + "\n")


if __name__ == "__main__":
    main()
