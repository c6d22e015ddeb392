"""Nothing lost, nothing doubled: every service killed, and Kafka and PostgreSQL restarted, in the middle of 200,000 trades."""

import os
import signal
from decimal import Decimal

import pytest
import requests
from conftest import Stack, eventually
from mib_local.layout import services
from oracle import bars_of_trades, trades_from_csv

TRADES = 200_000
PRODUCTS = ["GEN-A", "GEN-B", "GEN-C", "GEN-D"]
RULED = ["GEN-A", "GEN-B"]


@pytest.fixture(scope="module")
def replay():
    """A platform of its own, killed part by part while the venue sends; returns it with the venue's own record."""
    stack = Stack(PRODUCTS, ["--symbols", ",".join(PRODUCTS), "--generate-trades", str(TRADES), "--rate", "5000", "--seed", "42"])
    try:
        stack.start()
        admin = stack.client()
        rules = {symbol: create_rule(stack, admin, symbol) for symbol in RULED}
        for victim in [service.name for service in services()] + ["kafka", "postgres"]:
            wait_for_progress(stack)
            kill(stack, victim)
        eventually(lambda: stack.venue_status()["generated"] == TRADES, 180, "the venue's last trade")
        trades = {symbol: trades_from_csv(requests.get(f"{stack.venue}/venue/trades.csv", params={"symbol": symbol}, timeout=60).text)
                  for symbol in PRODUCTS}
        stack.platform.wait_until_ready(120)
        eventually(lambda: stack.rows("SELECT sum(trades) FROM core_engine.bars WHERE interval = '1s'")[0][0] == TRADES, 180,
                   "every trade in a bar")
        yield stack, trades, rules
    finally:
        stack.stop()


def create_rule(stack, admin, symbol: str) -> str:
    """Fires where the short mean of the closes crosses above the long one, minute by minute."""
    return admin.post("/api/v1/alerts/rules", {
        "name": f"{symbol} crossing", "symbol": symbol, "interval": "1m", "severity": "info",
        "condition": {"kind": "indicator", "op": "crosses_above", "left": {"name": "sma", "params": {"period": 2}},
                      "right": {"name": "sma", "params": {"period": 5}}},
        "channels": [{"type": "webhook", "url": f"{stack.receiver}/alerts", "secret": stack.instance.secret("webhook")}]})["id"]


def wait_for_progress(stack) -> None:
    """Until the venue has sent some thousand trades more: the kills land in the middle of things."""
    begun = stack.venue_status()["generated"]
    eventually(lambda: stack.venue_status()["generated"] >= min(begun + 8000, TRADES), 60, "progress of the venue")


def kill(stack, name: str) -> None:
    pid = stack.supervisor.pid(name)
    assert pid, f"{name} does not run"
    if name == "postgres":
        os.kill(pid, signal.SIGQUIT)  # immediate shutdown: recovery from the log at the next start
    else:
        os.kill(pid, signal.SIGKILL)
    eventually(lambda: stack.supervisor.pid(name) not in (0, pid), 60, f"{name} running again")


@pytest.mark.parametrize("interval", ["1s", "1m", "5m", "15m", "1h", "1d"])
def test_after_every_kill_all_bars_equal_the_recomputation(replay, interval):
    stack, trades, _ = replay
    for symbol in PRODUCTS:
        rows = stack.rows("SELECT extract(epoch FROM open_time)::bigint, open, high, low, close, volume, trades FROM core_engine.bars "
                          "WHERE symbol = %s AND interval = %s", symbol, interval)
        expected = {time: (bar["open"], bar["high"], bar["low"], bar["close"], bar["volume"], bar["trades"])
                    for time, bar in bars_of_trades(trades[symbol], interval).items()}
        assert {row[0]: row[1:] for row in rows} == expected


def test_after_every_kill_no_trade_number_is_missing_or_twice_at_the_venue_itself(replay):
    _, trades, _ = replay
    for symbol in PRODUCTS:
        ids = [trade.id for trade in trades[symbol]]
        assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_after_every_kill_each_alert_is_there_once(replay):
    stack, trades, rules = replay
    for symbol, rule in rules.items():
        expected = crossings(first_final_closes(stack, trades[symbol], symbol))
        assert expected, "the generated prices cross"
        eventually(lambda: len(alerts_of(stack, rule)) >= len(expected) - 1, 60, "the alerts")
        got = alerts_of(stack, rule)
        assert got == sorted(set(got)), "an alert is there twice"
        assert set(got) <= set(expected)
        assert len(got) >= len(expected) - 1, "only the bar that is still open may be missing"


def alerts_of(stack, rule: str) -> list[int]:
    """Open times of the minutes that fired the rule; an alert is stamped with its bar's close."""
    return [row[0] for row in stack.rows(
        "SELECT extract(epoch FROM fired_at)::bigint - 60 FROM notification.alerts WHERE rule_id = %s ORDER BY 1", rule)]


def first_final_closes(stack, trades, symbol) -> list[tuple[int, Decimal]]:
    """Open time and close of each minute as it was when it first became final: without the trades that came later than the grace."""
    seen, watermark, bars = {}, 0, []
    finals: dict[int, Decimal] = {}
    for trade in sorted(trades, key=lambda t: t.id):
        minute = trade.time_ns // 60_000_000_000
        watermark = max(watermark, trade.time_ns)
        if minute not in finals:
            key = (trade.time_ns, trade.id)
            if minute not in seen or key >= seen[minute][0]:
                seen[minute] = (key, trade.price)
        for open_minute in [m for m in seen if m not in finals and (m + 1) * 60_000_000_000 + 5_000_000_000 <= watermark]:
            finals[open_minute] = seen[open_minute][1]
    for minute in sorted(finals):
        bars.append((minute * 60, finals[minute]))
    return bars


def crossings(closes: list[tuple[int, Decimal]]) -> list[int]:
    """Where the mean of 2 crosses above the mean of 5."""
    def mean(i: int, period: int) -> Decimal:
        return sum(price for _, price in closes[i - period + 1:i + 1]) / period

    return [closes[i][0] for i in range(5, len(closes)) if mean(i - 1, 2) <= mean(i - 1, 5) and mean(i, 2) > mean(i, 5)]


def test_after_every_kill_webhooks_repeat_at_most_as_often_as_was_killed(replay):
    stack, _, _ = replay
    ids = [hook["headers"]["X-MIB-Delivery-Id"] for hook in stack.webhooks()]
    assert len(ids) - len(set(ids)) <= 8


def test_after_every_kill_services_use_less_than_1_5_gb_together(replay):
    stack, _, _ = replay
    resident = 0
    for service in services():
        with open(f"/proc/{stack.supervisor.pid(service.name)}/status") as status:
            resident += next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    assert resident < 1_500_000, f"{resident} kB"
