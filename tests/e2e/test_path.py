"""The main job, end to end: prices in, bars, quotes, indicators, stream and alerts out, equal to what the raw data says."""

import csv
import datetime
import json
from decimal import Decimal

import pytest
import requests
import websocket
from conftest import eventually
from mib_local import market_data
from oracle import bars_of_trades, roll_up, sma, trades_from_csv

UTC = datetime.timezone.utc


@pytest.fixture(scope="module")
def apple(admin):
    """AAPL's daily prices, taken in by a job; the raw rows."""
    job = admin.run_job({"type": "daily", "source": "alpha_vantage", "symbols": ["AAPL"]})
    assert job["status"] == "completed", job
    with open(market_data.prepare() / "daily" / "AAPL.csv") as file:
        rows = [{"date": datetime.date.fromisoformat(row["date"])} | {k: Decimal(row[k]) for k in ("open", "high", "low", "close", "volume")}
                for row in csv.DictReader(file)]
    assert job["records_processed"] == len(rows)
    eventually(lambda: len(admin.all_bars("AAPL", "1d")) >= len(rows), 60, "all daily bars over REST")
    return rows


def as_bar(row: dict) -> tuple:
    return tuple(Decimal(row[name]) for name in ("open", "high", "low", "close", "volume"))


def day(bar: dict) -> datetime.date:
    return datetime.datetime.fromisoformat(bar["t"].replace("Z", "+00:00")).date()


def test_daily_bars_over_rest_equal_the_raw_file_to_the_last_digit(admin, apple):
    assert {day(bar): as_bar(bar) for bar in admin.all_bars("AAPL", "1d")} == {row["date"]: as_bar(row) for row in apple}


def test_daily_bars_in_postgres_equal_the_raw_file_to_the_last_digit(stack, apple):
    rows = stack.rows("SELECT open_time, open, high, low, close, volume FROM core_engine.bars WHERE symbol = 'AAPL' AND interval = '1d'")
    assert {row[0].astimezone(UTC).date(): row[1:] for row in rows} == {row["date"]: as_bar(row) for row in apple}


@pytest.mark.parametrize("interval, bucket", [("1w", lambda d: d - datetime.timedelta(days=d.weekday())), ("1M", lambda d: d.replace(day=1))])
def test_weekly_and_monthly_bars_are_the_daily_ones_rolled_up(admin, apple, interval, bucket):
    eventually(lambda: admin.all_bars("AAPL", interval), 30, f"{interval} bars")
    expected = {key: as_bar(bar) for key, bar in roll_up(apple, bucket).items()}
    assert {day(bar): as_bar(bar) for bar in admin.all_bars("AAPL", interval)} == expected


def test_the_daily_route_answers_a_half_open_range(admin, apple):
    bars = admin.get("/api/v1/market-data/AAPL/daily", start="2010-01-04", end="2010-01-08")
    assert [str(day(bar)) for bar in bars] == ["2010-01-04", "2010-01-05", "2010-01-06", "2010-01-07"]


def test_an_indicator_over_rest_equals_an_exact_recomputation(admin, apple):
    points = admin.get("/api/v1/indicators/AAPL/sma", interval="1d", period="20", limit="500")
    expected = sma([row["close"] for row in apple], 20)[-500:]
    got = [float(next(iter(point["values"].values()))) for point in points]
    assert got == pytest.approx(expected, rel=1e-12)
    assert [day(point) for point in points] == [row["date"] for row in apple][-500:]


@pytest.fixture(scope="module")
def replayed(stack):
    """The venue's own record of every trade, once it has sent all and the engine has them."""
    eventually(lambda: stack.venue_status()["generated"] == stack.venue_status()["total"], 60, "the venue's last trade")
    trades = {symbol: trades_from_csv(requests.get(f"{stack.venue}/venue/trades.csv", params={"symbol": symbol}, timeout=30).text)
              for symbol in ("GEN-A", "GEN-B")}
    for symbol, rows in trades.items():
        eventually(lambda: stack.rows("SELECT sum(trades) FROM core_engine.bars WHERE symbol = %s AND interval = '1s'", symbol)[0][0]
                   == len(rows), 60, f"every trade of {symbol} in a bar")
    return trades


@pytest.mark.parametrize("interval", ["1s", "1m", "5m", "15m", "1h", "1d"])
@pytest.mark.parametrize("symbol", ["GEN-A", "GEN-B"])
def test_bars_of_streamed_trades_equal_a_recomputation_from_the_trades(stack, replayed, symbol, interval):
    rows = stack.rows("SELECT extract(epoch FROM open_time)::bigint, open, high, low, close, volume, trades FROM core_engine.bars "
                      "WHERE symbol = %s AND interval = %s", symbol, interval)
    expected = bars_of_trades(replayed[symbol], interval)
    assert {row[0]: row[1:] for row in rows} == {
        time: (bar["open"], bar["high"], bar["low"], bar["close"], bar["volume"], bar["trades"]) for time, bar in expected.items()}


def test_the_websocket_sends_the_bars_that_rest_answers(stack, admin, replayed):
    socket = websocket.create_connection(stack.base.replace("http", "ws") + "/api/v1/stream", timeout=30,
                                         header=[f"Authorization: Bearer {admin.token}"])
    try:
        assert json.loads(socket.recv())["type"] == "welcome"
        socket.send(json.dumps({"op": "subscribe", "id": "1", "channels": [{"name": "bars", "symbols": ["GEN-A"], "interval": "1d"}]}))
        seen = {}
        while "snapshot" not in seen:
            frame = json.loads(socket.recv(), parse_float=str, parse_int=str)
            seen[frame["type"]] = frame
        assert seen["subscribed"]["channel"] == "bars"
        streamed = seen["snapshot"]["data"]
        streamed = streamed[-1] if isinstance(streamed, list) else streamed
        assert streamed == admin.all_bars("GEN-A", "1d")[-1]
    finally:
        socket.close()


def test_the_websocket_streams_the_indicator_values_that_rest_answers(stack, admin):
    """Some of a share's days are stored before the subscription; the others come while it is open."""
    with open(market_data.prepare() / "daily" / "GOOG.csv") as file:
        days = [row["date"] for row in csv.DictReader(file)]
    job = {"type": "daily", "source": "alpha_vantage", "symbols": ["GOOG"]}
    assert admin.run_job(job | {"end": days[1500]})["status"] == "completed"
    eventually(lambda: len(admin.all_bars("GOOG", "1d")) == 1500, 60, "the first 1500 days over REST")
    indicators = {"sma": {"period": 20}, "rsi": {"period": 14}, "macd": {}, "bollinger": {"period": 20, "stddev": 2.5}}
    socket = websocket.create_connection(stack.base.replace("http", "ws") + "/api/v1/stream", timeout=60,
                                         header=[f"Authorization: Bearer {admin.token}"])
    try:
        socket.send(json.dumps({"op": "subscribe", "channels": [
            {"name": "indicators", "symbols": ["GOOG"], "interval": "1d", "indicator": name, "params": params}
            for name, params in indicators.items()]}))
        streamed = {name: [] for name in indicators}

        def read_until(enough):
            while not all(enough(points) for points in streamed.values()):
                frame = json.loads(socket.recv(), parse_float=str, parse_int=str)
                assert frame["type"] != "error", frame
                if frame["type"] in ("snapshot", "update"):
                    streamed[frame["indicator"]] += frame["data"] if frame["type"] == "snapshot" else [frame["data"]]

        read_until(bool)
        assert all(str(day(points[0])) == days[1499] for points in streamed.values())
        admin.post("/api/v1/monitoring/jobs", job)
        read_until(lambda points: str(day(points[-1])) == days[-1])
    finally:
        socket.close()
    for name, params in indicators.items():
        answered = admin.get(f"/api/v1/indicators/GOOG/{name}", interval="1d", limit=str(len(days) - 1499), **params)
        assert [{"t": point["t"], "values": point["values"]} for point in streamed[name]] == answered, name
        assert all(point["is_final"] is True for point in streamed[name])


def test_an_unknown_indicator_on_the_websocket_is_told_with_near_names(stack, admin):
    socket = websocket.create_connection(stack.base.replace("http", "ws") + "/api/v1/stream", timeout=30,
                                         header=[f"Authorization: Bearer {admin.token}"])
    try:
        for channel, code in (({"symbols": ["AAPL"], "indicator": "rsj"}, "NOT_FOUND"),
                              ({"symbols": ["NO-SUCH"], "indicator": "rsi"}, "INVALID_SYMBOL"),
                              ({"symbols": ["AAPL"], "indicator": "rsi", "params": {"period": 0}}, "VALIDATION_FAILED")):
            socket.send(json.dumps({"op": "subscribe", "id": code, "channels": [{"name": "indicators", "interval": "1d"} | channel]}))
            frame = json.loads(socket.recv())
            while frame["type"] != "error":
                frame = json.loads(socket.recv())
            assert (frame["id"], frame["code"]) == (code, code), frame
            assert frame["details"], frame
    finally:
        socket.close()


def test_a_rule_fires_once_and_its_webhook_is_delivered_once(stack, admin):
    rule = admin.post("/api/v1/alerts/rules", {
        "name": "IBM above 200", "symbol": "IBM", "interval": "1d", "severity": "warning",
        "condition": {"kind": "price", "op": "crosses_above", "threshold": "204"},
        "channels": [{"type": "webhook", "url": f"{stack.receiver}/alerts", "secret": stack.instance.secret("webhook")}]})
    job = admin.run_job({"type": "daily", "source": "alpha_vantage", "symbols": ["IBM"]})
    assert job["status"] == "completed", job
    with open(market_data.prepare() / "daily" / "IBM.csv") as file:
        rows = list(csv.DictReader(file))
    crossings = [after["date"] for before, after in zip(rows, rows[1:])
                 if Decimal(before["close"]) <= 204 < Decimal(after["close"])]
    assert crossings, "the recorded prices cross 204"

    def delivered():
        return [hook for hook in stack.webhooks() if hook["body"]["rule_id"] == rule["id"]]

    eventually(lambda: len(delivered()) >= len(crossings), 60, "every webhook")
    alerts = admin.get("/api/v1/alerts", rule_id=rule["id"], limit="500")
    assert sorted(alert["evidence"]["open_time"][:10] for alert in alerts) == crossings
    assert sorted(hook["body"]["id"] for hook in delivered()) == sorted(alert["id"] for alert in alerts)
    assert all(hook["signature_ok"] for hook in delivered())
