"""Bars worked out a second time, in another language, from the raw prices: what the platform's are held against."""

import csv
import datetime
import io
from decimal import Decimal

SECONDS = {"1s": 1, "1m": 60, "5m": 300, "15m": 900, "1h": 3600, "4h": 14400, "1d": 86400}


class Trade:
    def __init__(self, trade_id: int, time_ns: int, price: Decimal, size: Decimal):
        self.id, self.time_ns, self.price, self.size = trade_id, time_ns, price, size


def trades_from_csv(text: str) -> list[Trade]:
    """The venue's own record: trade_id,time_ns,price,size,..."""
    return [Trade(int(row["trade_id"]), int(row["time_ns"]), Decimal(row["price"]), Decimal(row["size"]))
            for row in csv.DictReader(io.StringIO(text))]


def bars_of_trades(trades: list[Trade], interval: str) -> dict[int, dict]:
    """Open time in seconds to bar. Open and close go by time, then by trade id."""
    length = SECONDS[interval] * 10**9
    bars: dict[int, list[Trade]] = {}
    for trade in sorted(trades, key=lambda t: (t.time_ns, t.id)):
        bars.setdefault(trade.time_ns // length * SECONDS[interval], []).append(trade)
    return {open_time: {"open": rows[0].price, "high": max(t.price for t in rows), "low": min(t.price for t in rows),
                        "close": rows[-1].price, "volume": sum((t.size for t in rows), Decimal(0)), "trades": len(rows)}
            for open_time, rows in bars.items()}


def roll_up(days: list[dict], bucket) -> dict[datetime.date, dict]:
    """Daily bars (with `date`) joined per `bucket(date)`."""
    joined: dict[datetime.date, dict] = {}
    for day in sorted(days, key=lambda d: d["date"]):
        key = bucket(day["date"])
        bar = joined.get(key)
        if bar is None:
            joined[key] = {name: day[name] for name in ("open", "high", "low", "close", "volume")}
        else:
            bar.update(high=max(bar["high"], day["high"]), low=min(bar["low"], day["low"]), close=day["close"],
                       volume=bar["volume"] + day["volume"])
    return joined


def sma(values: list[Decimal], period: int) -> list[float]:
    """Plain means, from exact sums."""
    return [float(sum(values[i - period + 1:i + 1]) / period) for i in range(period - 1, len(values))]
