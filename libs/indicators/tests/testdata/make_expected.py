#!/usr/bin/env python3
"""Makes expected.csv: a seeded series of closes and what the indicators are on it, in 60-digit decimal arithmetic.

Written from the formulas alone, with no sliding state: each value is worked out from the closes anew (recursive ones from the first).
"""
import csv
import random
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 60


def closes():
    source = random.Random(20240115)
    price, out = 10_000, []
    for i in range(320):
        if not 150 <= i < 175:  # a stretch without any movement
            price = max(1, price + source.randint(-150, 155))
        if i == 240:
            price *= 2
        out.append(Decimal(price) / 100)
    return out


def mean(xs):
    return sum(xs) / len(xs)


def smooth(xs, period, alpha):
    """Values from index period - 1 on; the first is the plain mean."""
    out = [None] * (period - 1) + [mean(xs[:period])]
    for x in xs[period:]:
        out.append(out[-1] + alpha * (x - out[-1]))
    return out


def ema(xs, period):
    return smooth(xs, period, Decimal(2) / (period + 1))


def sma(xs, period):
    return [mean(xs[i - period + 1:i + 1]) if i >= period - 1 else None for i in range(len(xs))]


def rsi(xs, period):
    changes = [b - a for a, b in zip(xs, xs[1:])]
    gains = smooth([max(c, Decimal(0)) for c in changes], period, Decimal(1) / period)
    losses = smooth([max(-c, Decimal(0)) for c in changes], period, Decimal(1) / period)
    return [None] + [None if g is None else 100 - 100 / (1 + g / l) for g, l in zip(gains, losses)]


def macd(xs, fast, slow, signal):
    line = [None if s is None else f - s for f, s in zip(ema(xs, fast), ema(xs, slow))]
    smoothed = [None] * (slow - 1) + ema(line[slow - 1:], signal)
    return [(None, None, None) if s is None else (m, s, m - s) for m, s in zip(line, smoothed)]


def bollinger(xs, period, width):
    out = []
    for i, x in enumerate(xs):
        if i < period - 1:
            out.append((None,) * 4)
            continue
        window = xs[i - period + 1:i + 1]
        middle = mean(window)
        half = width * mean([(v - middle) ** 2 for v in window]).sqrt()
        out.append((middle + half, middle, middle - half, None if half == 0 else (x - middle + half) / (2 * half)))
    return out


def main():
    xs = closes()
    columns = [xs, sma(xs, 20), ema(xs, 20), rsi(xs, 14), *zip(*macd(xs, 12, 26, 9)), *zip(*bollinger(xs, 20, 2))]
    names = ["close", "sma", "ema", "rsi", "macd", "signal", "histogram", "upper", "middle", "lower", "percent_b"]
    with open(Path(__file__).with_name("expected.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(names)
        for row in zip(*columns):
            out.writerow(["" if v is None else repr(float(v)) for v in row])


if __name__ == "__main__":
    main()
