#!/usr/bin/env python3
"""Makes points.csv and points_bars.csv: bars, and the values of indicators at some of them.

    pip install TA-Lib numpy
    make_points.py

Where TA-Lib has an indicator the values are its own, from the rows of make_parity.py; the others are computed here from their
definitions, anew for each bar. The bars are 64ths, so that TA-Lib's sliding sums have no rounding; bars 110 to 139 have no range, and
some of them no volume.
"""
from pathlib import Path

import numpy
import talib

from make_parity import ROWS, arguments, from_first, walk, write

BARS = 200
LATER = (90, 111, 125, 139, 141, 160, 199)
NAN = float("nan")


def bars():
    out = {name: numpy.round(column * 64) / 64 for name, column in walk(5, BARS, 0.02).items()}
    out["volume"] = numpy.round(out["volume"])
    for name in ("open", "high", "low", "close"):
        out[name][110:140] = out["close"][109]
    out["volume"][120:130] = 0
    return out


def each(function, start, count):
    """One value or tuple per bar, none before bar `start`."""
    rows = [function(i) for i in range(start, BARS)]
    rows = [row if isinstance(row, tuple) else (row,) for row in rows]
    return [numpy.array([NAN] * start + [row[c] for row in rows], dtype=float) for c in range(count)]


def true_range(b, i):
    return max(b["high"][i], b["close"][i - 1]) - min(b["low"][i], b["close"][i - 1])


def ichimoku(b):
    middle = lambda i, n: (max(b["high"][i - n + 1:i + 1]) + min(b["low"][i - n + 1:i + 1])) / 2
    row = lambda i: (middle(i, 9), middle(i, 26), (middle(i - 26, 9) + middle(i - 26, 26)) / 2, middle(i - 26, 52))
    return each(row, 77, 4)


def choppiness(b):
    def one(i, n=14):
        moved = sum(true_range(b, j) for j in range(i - n + 1, i + 1))
        span = max(b["high"][i - n + 1:i + 1]) - min(b["low"][i - n + 1:i + 1])
        return 100 * numpy.log(moved / span) / numpy.log(n) if span else NAN
    return each(one, 14, 1)


def ulcer(b):
    close = b["close"]
    drawdown = lambda i, n: 100 * (close[i] / max(close[i - n + 1:i + 1]) - 1)
    return each(lambda i, n=14: numpy.sqrt(numpy.mean([drawdown(j, n) ** 2 for j in range(i - n + 1, i + 1)])), 26, 1)


def pivots(b):
    def row(i):
        high, low, close = (b[name][i - 1] for name in ("high", "low", "close"))
        p = (high + low + close) / 3
        return (p, 2 * p - low, 2 * p - high, p + high - low, p - high + low, high + 2 * p - 2 * low, low - 2 * high + 2 * p)
    return each(row, 1, 7)


def hurst(b):
    returns = numpy.diff(numpy.log(b["close"]))

    def rescaled(part):
        path = numpy.cumsum(part - part.mean())
        return (max(path.max(), 0) - min(path.min(), 0)) / part.std()

    def one(i, n=100):
        window, points = returns[i - n:i], []
        for parts in (1, 2, 4, 8):
            size = n // parts
            ranges = [rescaled(part) for part in numpy.split(window[n - size * parts:], parts) if part.std() > 0]
            points.append((numpy.log(size), numpy.log(numpy.mean(ranges))))
        return numpy.polyfit(*zip(*points), 1)[0]
    return each(one, 100, 1)


OWN = {
    "ichimoku": (ichimoku, "conversion base leading_a leading_b"),
    "choppiness": (choppiness, "choppiness"),
    "ulcer": (ulcer, "ulcer"),
    "pivots": (pivots, "pivot r1 s1 r2 s2 r3 s3"),
    "hurst": (hurst, "hurst"),
}


def rows_of(name, params, outputs, columns, scale):
    for output, column in zip(outputs.split(), columns):
        if output == "-" or numpy.isnan(column).all():
            continue
        first = int(numpy.argmax(~numpy.isnan(column)))
        rounding = max(1e-12 * numpy.nanmax(numpy.abs(column)), 1e-11 * scale)
        before = [first - 1] if first > 0 else []
        for bar in sorted({*before, first, first + 1, first + 5, *(i for i in LATER if i > first)}):
            value = column[bar]
            shown = "" if numpy.isnan(value) else repr(float(value))
            yield f"{name},{params},{output},{bar},{shown},{1e-9 * abs(value) + rounding if shown else 0:.1e}"


def main():
    folder = Path(__file__).parent
    b = bars()
    write(folder / "points_bars.csv", b)
    lines, seen = ["indicator,parameters,output,bar,value,tolerance"], set()
    for row in ROWS:
        if row.settled or row.name in seen:
            continue
        seen.add(row.name)
        values = row.sets[0]
        result = getattr(talib, row.function)(*(b[name] for name in row.inputs.split()), **arguments(row, values))
        columns = [from_first(row, values, x) for x in (result if isinstance(result, tuple) else (result,))]
        scale = numpy.max(b[row.scale]) if isinstance(row.scale, str) else row.scale
        params = ";".join(f"{key}={float(value)!r}" for key, value in zip(row.keys, values))
        lines += rows_of(row.name, params, row.outputs, columns, scale)
    for name, (function, outputs) in OWN.items():
        lines += rows_of(name, "", outputs, function(b), 1)
    (folder / "points.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
