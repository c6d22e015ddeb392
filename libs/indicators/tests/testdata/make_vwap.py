#!/usr/bin/env python3
"""Makes vwap.csv: bars over some weeks, and volume-weighted prices of their sessions and from anchors on.

In fractions, so exact up to the root of the variance; each value from all bars that count, and sessions by the calendar.
"""
import random
from datetime import datetime, timedelta, timezone
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 60

ROWS = 280
DEVIATIONS = Fraction(5, 2)
# As in vwap_test.cc.
ANCHORS = {"epoch": datetime(1970, 1, 1), "between": datetime(2024, 3, 5, 1, 2, 3), "at": datetime(2024, 3, 8, 14, 30)}


def bars():
    source = random.Random(20240305)
    time, price = datetime(2024, 3, 4, 14, 30), 10_000
    for i in range(ROWS):
        price = max(100, price + source.randint(-40, 41))
        low, high = price - source.randint(0, 30), price + source.randint(0, 30)
        close = source.randint(low, high)
        volume = 0 if source.random() < 0.15 else source.choice([1, 250, 10**7])
        yield time, Fraction(high, 100), Fraction(low, 100), Fraction(close, 100), Fraction(volume)
        time += timedelta(minutes=30)
        if time.hour == 21 and i % 40 < 20:
            time += timedelta(days=source.choice([1, 3, 8]), hours=-6)


SESSIONS = {
    "day": lambda time: time.date(),
    "evening": lambda time: (time + timedelta(hours=2)).date(),  # from 22:00
    "hour": lambda time: (time.date(), time.hour),
    "week": lambda time: time.isocalendar()[:2],
    "sunday": lambda time: (time + timedelta(hours=2)).isocalendar()[:2],  # from Sunday 22:00
}


def bands(part):
    volume = sum(row[4] for row in part)
    if not volume:
        return (Fraction(0),) * 2
    typical = [(row[1] + row[2] + row[3]) / 3 for row in part]
    mean = sum(price * row[4] for price, row in zip(typical, part)) / volume
    variance = sum((price - mean) ** 2 * row[4] for price, row in zip(typical, part)) / volume
    root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return mean, mean + DEVIATIONS * Fraction(root)


def main():
    rows = list(bars())
    columns = {"open_time": [int(row[0].replace(tzinfo=timezone.utc).timestamp()) for row in rows]}
    for place, name in enumerate(("high", "low", "close", "volume"), 1):
        columns[name] = [row[place] for row in rows]
    parts = {}
    for name, session_of in SESSIONS.items():
        parts[name] = [[row for row in rows[:i + 1] if session_of(row[0]) == session_of(rows[i][0])] for i in range(ROWS)]
    for name, anchor in ANCHORS.items():
        parts[name] = [[row for row in rows[:i + 1] if row[0] >= anchor] for i in range(ROWS)]
    for name, of_rows in parts.items():
        values = [bands(part) if part else (None,) * 2 for part in of_rows]
        for place, output in enumerate(("vwap", "upper")):
            columns[f"{name}.{output}"] = [value[place] for value in values]
    with open(Path(__file__).with_name("vwap.csv"), "w") as file:
        file.write(",".join(columns) + "\n")
        for row in zip(*columns.values()):
            file.write(",".join("" if v is None else f"{float(v):.15g}" for v in row) + "\n")


if __name__ == "__main__":
    main()
