#!/usr/bin/env python3
"""Makes what tests/candlesticks_oracle_test.cc compares with: bars, and what TA-Lib says about them.

    pip install TA-Lib numpy
    make_candlesticks.py FOLDER [BARS.csv ...]
    MIB_TALIB_ORACLE=FOLDER indicators_test "[oracle]"

FOLDER/candlesticks gets `lookback.csv` and, per series, `<series>.bars.csv` and `<series>.expected.csv` (rows that are not 0). A series
is random and seeded, or one of BARS.csv, which have columns named open, high, low and close.

Each expected value is from a call on its own window, lookback and bar, so that it carries no rounding from earlier bars. Called on a whole
series, TA-Lib slides its sums; how many bars differ for it is printed. None do while prices keep to about one order of magnitude: their
differences then add up without rounding.
"""
import csv
import sys
from pathlib import Path

import numpy
import talib
from talib import abstract

NAMES = talib.get_function_groups()["Pattern Recognition"]
PENETRATIONS = (None, 0.0, 0.2, 0.8)  # None: TA-Lib's default


def walk(seed, bars, volatility, gap, shadow):
    """Unrounded prices; gaps, bodies and shadows in shares of the price."""
    source = numpy.random.default_rng(seed)
    regime = volatility * numpy.exp(numpy.repeat(source.normal(0, 0.7, bars // 50 + 1), 50)[:bars])
    gaps = source.normal(0, 1, bars) * regime * gap * (source.random(bars) < 0.5)
    bodies = source.normal(0, 1, bars) * regime * source.choice([0.05, 0.5, 1, 2], bars)
    opens = 100 * numpy.exp(numpy.cumsum(gaps) + numpy.cumsum(bodies) - bodies)
    closes = opens * numpy.exp(bodies)
    up, down = (source.exponential(shadow, bars) * regime * source.choice([0, 0.1, 1, 3], bars) for _ in range(2))
    return opens, numpy.maximum(opens, closes) * (1 + up), numpy.minimum(opens, closes) / (1 + down), closes


def rounded(bars, tick):
    return tuple(numpy.round(column / tick) * tick for column in bars)


def cents(bars):
    """The doubles nearest to two decimals, as a feed gives them."""
    return tuple(numpy.round(column, 2) for column in bars)


def steps(seed, bars, tick, flat=0.0):
    """Small whole numbers of ticks: equal prices, missing shadows and gaps are everywhere, and so are rare patterns. Runs of bars of one
    colour are likely; the share `flat` of all bars has no movement at all."""
    source = numpy.random.default_rng(seed)
    persistence = source.random(bars) < 0.7
    price, sign, rows = 5000, 1, []
    for i in range(bars):
        sign = sign if persistence[i] else -sign
        opened = price + int(source.choice([0, 0, 0, -1, 1, -2, 2, -4, 4, -8, 8]))
        closed = opened + sign * int(source.choice([0, 1, 2, 3, 5, 8, 12, 20]))
        high = max(opened, closed) + int(source.choice([0, 0, 0, 1, 2, 6, 12]))
        low = min(opened, closed) - int(source.choice([0, 0, 0, 1, 2, 6, 12]))
        if source.random() < flat:
            opened = high = low = closed = price
        rows.append((opened, high, low, closed))
        price = closed if 2000 < closed < 8000 else 5000
    return tuple(numpy.array(column, dtype=float) * tick for column in zip(*rows))


# In ticks: open, high, low, close. Examples of the patterns that chance seldom makes.
TEMPLATES = {
    "CDL3STARSINSOUTH": [(0, 1, -45, -20), (-8, -7, -35, -18), (-20, -20, -23, -23)],
    "CDLMATHOLD": [(0, 41, -1, 40), (48, 49, 44, 45), (43, 44, 37, 38), (40, 41, 34, 35), (37, 61, 36, 60)],
    "CDLRISEFALL3METHODS": [(0, 41, -1, 40), (38, 39, 32, 33), (34, 35, 28, 29), (30, 31, 24, 25), (28, 61, 27, 60)],
    "CDLCONCEALBABYSWALL": [(0, 0, -20, -20), (-22, -22, -42, -42), (-50, -40, -59, -58), (-37, -36, -63, -62)],
    "CDLBREAKAWAY": [(0, 1, -31, -30), (-35, -34, -43, -42), (-40, -39, -47, -46), (-45, -44, -53, -52), (-50, -31, -51, -32)],
    "CDL3BLACKCROWS": [(0, 12, -1, 10), (11, 12, -2, -2), (5, 6, -12, -12), (-5, -4, -22, -22)],
    "CDL2CROWS": [(0, 21, -1, 20), (30, 31, 24, 25), (28, 29, 11, 12)],
    "CDLUPSIDEGAP2CROWS": [(0, 21, -1, 20), (30, 31, 26, 27), (33, 34, 23, 24)],
    "CDLABANDONEDBABY": [(0, 21, -1, 20), (30, 31, 29, 30), (25, 26, 4, 5)],
    "CDLKICKING": [(0, 0, -20, -20), (5, 25, 5, 25)],
    "CDLUNIQUE3RIVER": [(0, 1, -22, -20), (-5, -4, -30, -12), (-25, -21, -26, -22)],
    "CDLLADDERBOTTOM": [(0, 1, -11, -10), (-5, -4, -16, -15), (-10, -9, -21, -20), (-15, -10, -23, -22), (-12, -4, -13, -5)],
    "CDL3LINESTRIKE": [(0, 11, -1, 10), (8, 19, 7, 18), (16, 27, 15, 26), (30, 31, -5, -4)],
    "CDLCOUNTERATTACK": [(0, 1, -21, -20), (-40, -19, -41, -20)],
    "CDLSTICKSANDWICH": [(0, 1, -11, -10), (-6, 3, -8, 2), (4, 5, -11, -10)],
    "CDLPIERCING": [(0, 1, -24, -20), (-30, -5, -31, -6)],
    "CDLTHRUSTING": [(0, 1, -24, -20), (-30, -13, -31, -14)],
    "CDLTRISTAR": [(0, 4, -4, 0), (8, 12, 4, 8), (0, 4, -4, 0)],
    "CDL3WHITESOLDIERS": [(0, 12, -1, 12), (8, 22, 7, 22), (18, 32, 17, 32)],
    "CDLIDENTICAL3CROWS": [(0, 1, -12, -12), (-12, -11, -24, -24), (-24, -23, -36, -36)],
    "CDLHIKKAKEMOD": [(0, 20, -20, 10), (8, 14, -12, -11), (-9, 9, -10, 8), (6, 8, -11, -4), (0, 7, -12, 5), (4, 15, -13, 14)],
}


def planted(seed, times, tick):
    """Ordinary candles and, in between, the templates and their mirror images, each price moved by a tick or two now and then: just hit
    or just missed."""
    source = numpy.random.default_rng(seed)
    templates, rows = list(TEMPLATES.values()), []
    for i in range(times):
        for _ in range(int(source.integers(8, 14))):
            opened, body = source.integers(-6, 7), source.choice([-10, -8, -6, 6, 8, 10])
            rows.append((opened, max(opened, opened + body) + 2, min(opened, opened + body) - 2, opened + body))
        up = source.random() < 0.5
        for candle in templates[i % len(templates)]:
            moved = numpy.array(candle) + source.choice([0] * 12 + [-2, -1, 1, 2], 4)
            opened, high, low, closed = moved if up else -moved[[0, 2, 1, 3]]
            rows.append((opened, max(opened, high, closed), min(opened, low, closed), closed))
    return tuple((numpy.array(column, dtype=float) + 4000) * tick for column in zip(*rows))


def random_series():
    return {
        "quiet": walk(1, 20_000, 0.002, 0.5, 0.5),
        "wild": walk(2, 20_000, 0.03, 1.5, 0.5),
        "gappy": walk(3, 20_000, 0.01, 4.0, 0.2),
        # From hundreds of millions to nothing: what TA-Lib's sliding sums keep of the high prices outweighs the low ones.
        "collapse": walk(102, 10_000, 0.15, 2.0, 0.3),
        "eighths": rounded(walk(4, 20_000, 0.01, 1.0, 0.5), 0.125),
        "cents": cents(walk(5, 20_000, 0.01, 1.0, 0.5)),
        "quiet cents": cents(walk(6, 20_000, 0.001, 1.0, 0.5)),
        "steps": steps(7, 40_000, 0.25),
        "steps with flats": steps(8, 20_000, 0.25, flat=0.3),
        "decimal steps": steps(9, 20_000, 0.01),
        "planted": planted(10, 2_500, 0.25),
        "planted decimals": planted(11, 1_500, 0.01),
    }


def read_bars(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = [{key.strip().lower(): value for key, value in row.items() if key} for row in csv.DictReader(file)]
    columns = tuple(numpy.array([float(row[name] or "nan") for row in rows]) for name in ("open", "high", "low", "close"))
    # What has no price has no window to compare.
    return columns if len(columns[0]) > 20 and all(numpy.isfinite(column).all() for column in columns) else None


def by_window(name, bars, arguments, lookback):
    function = getattr(talib._ta_lib, name)  # without the wrapper for data frames
    count = len(bars[0])
    values = numpy.zeros(count, dtype=int)
    for i in range(lookback, count):
        first = i - lookback
        values[i] = function(*(column[first:i + 1] for column in bars), **arguments)[-1]
    return values


def write_series(folder, series, bars):
    with open(folder / f"{series}.bars.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["open", "high", "low", "close"])
        out.writerows([repr(float(x)) for x in row] for row in zip(*bars))
    fired, torn = 0, []
    with open(folder / f"{series}.expected.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["function", "penetration", "bar", "value"])
        for name in NAMES:
            takes = "penetration" in abstract.Function(name).parameters
            for penetration in PENETRATIONS if takes else (None,):
                arguments = {} if penetration is None else {"penetration": penetration}
                values = by_window(name, bars, arguments, abstract.Function(name).lookback)
                whole = getattr(talib, name)(*bars, **arguments)
                fired += numpy.count_nonzero(values)
                torn += [name] * int(numpy.count_nonzero(whole != values))
                given = "" if penetration is None else penetration
                # The row of bar -1 says that this combination was computed.
                out.writerow([name, given, -1, 0])
                out.writerows([name, given, i, values[i]] for i in numpy.flatnonzero(values))
    print(f"{series}: {len(bars[0])} bars, {fired} values, {len(torn)} differ on the whole series", sorted(set(torn)), flush=True)


def main():
    folder = Path(sys.argv[1]) / "candlesticks"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lookback.csv", "w") as file:
        file.write("function,lookback\n")
        file.writelines(f"{name},{abstract.Function(name).lookback}\n" for name in NAMES)
    for series, bars in random_series().items():
        write_series(folder, series, bars)
    for path in map(Path, sys.argv[2:]):
        bars = read_bars(path)
        if bars is not None:
            write_series(folder, path.stem, bars)


if __name__ == "__main__":
    main()
