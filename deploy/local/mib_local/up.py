"""./dev up: from a checkout to a platform that has taken in real prices, step by step."""

import datetime
import json
import os
import pathlib
import urllib.request

from . import build, infrastructure, market_data
from .console import Failure, elapsed, step, wait_for
from .layout import PROJECT, Instance, development, services
from .platform import Api, Platform, git_version
from .supervisor import Program

LIVE_REST = "https://api.exchange.coinbase.com"
LIVE_FEED = "wss://ws-feed.exchange.coinbase.com"
LIVE_PRODUCTS = ["BTC-USD", "ETH-USD"]
REPLAY_PRODUCTS = ["EUR-USD", "GEN-A", "GEN-B"]


def run(arguments: list[str]) -> None:
    if arguments:
        raise Failure(f"up takes no arguments, not '{arguments[0]}'")
    instance = development()
    with step("Building (release)"):
        build.build("release", ["all"])
    live = _coinbase_answers()
    source = "Coinbase Exchange, live" if live else "the replay venue: recorded real prices, and generated trades"
    platform = Platform(instance, source_settings(instance, live))
    with step("Certificates and configuration") as outcome:
        made = platform.make_certificates()
        platform.configure()
        outcome.note = f"{made} certificates made" if made else "all there"
    with step("Kafka, PostgreSQL, Redis") as outcome:
        outcome.note = _started(platform.start_infrastructure())
    with step("Schemas and topics"):
        platform.migrate()
        platform.create_topics()
    with step(f"Market data: {source}"):
        _start_sources(platform, live)
    with step("Services") as outcome:
        outcome.note = _started(platform.start_services())
        platform.wait_until_ready()
    api = Api(f"http://{instance.address('gateway')}")
    api.login("admin", instance.secret("admin-password"))
    symbols = LIVE_PRODUCTS if live else REPLAY_PRODUCTS
    with step("Feeding data"):
        fed = feed(api, instance, live, symbols)
    _report(api, instance, source, fed)


def source_settings(instance: Instance, live: bool) -> dict[str, str]:
    """Where the configuration of ingestion points: at the providers themselves, or at the replay venue in their place."""
    venue = instance.address("replay_venue")
    products = LIVE_PRODUCTS if live else REPLAY_PRODUCTS
    return {
        "coinbase_rest_url": LIVE_REST if live else f"http://{venue}",
        "coinbase_websocket_url": LIVE_FEED if live else f"ws://{venue}/ws-feed",
        "coinbase_products": json.dumps(products),
        "coinbase_enabled": "true",
        "backfill_trades": "false" if live else "true",
        # Recorded daily prices, where no key for the real thing is given.
        "alpha_vantage_url": f"http://{venue}" if not os.environ.get("MIB_ALPHA_VANTAGE_KEY") else "https://www.alphavantage.co",
    }


def replay_venue(instance: Instance, data: pathlib.Path, *options: str) -> Program:
    return Program("replay-venue", [str(instance.binary("replay-venue")), "--listen", instance.address("replay_venue"), "--data",
                                    str(data), *options])


def webhook_receiver(instance: Instance) -> Program:
    script = PROJECT / "tests" / "webhook_receiver" / "receiver.py"
    return Program("webhook-receiver", ["/usr/bin/python3", str(script), "--listen", instance.address("webhook_receiver"), "--secret",
                                        instance.secret("webhook"), "--out", str(instance.path("log", "webhooks.jsonl"))])


def feed(api: Api, instance: Instance, live: bool, symbols: list[str]) -> dict:
    """Rules first, then jobs, so that the rules see what the jobs bring; waits until bars and an alert are there."""
    have = {rule["name"] for rule in api.get("/api/v1/alerts/rules")}
    for rule in _rules(instance, symbols):
        if rule["name"] not in have:
            api.call("POST", "/api/v1/alerts/rules", rule)
    have_jobs = {(job["type"], symbol) for job in api.get("/api/v1/monitoring/jobs") if job["status"] == "completed" for symbol in job["symbols"]}
    jobs = [api.call("POST", "/api/v1/monitoring/jobs", job)["data"]["id"] for job in _jobs(live) if (job["type"], job["symbols"][0]) not in have_jobs]
    for job in jobs:
        done = wait_for(f"job {job}", lambda: _finished(api, job), 120, "See ./dev logs ingestion")
        wait_for(f"the bars of job {job}", lambda: _stored(instance, done) >= done["records_processed"], 60, "See ./dev logs core-engine")
    wait_for("bars of every symbol", lambda: all(_bars(api, symbol, "1m") for symbol in symbols), 90, "See ./dev logs core-engine")
    return wait_for("an alert", lambda: api.get("/api/v1/alerts"), 120, "See ./dev logs notification")[0]


def _rules(instance: Instance, symbols: list[str]) -> list[dict]:
    channel = {"type": "webhook", "url": f"http://{instance.address('webhook_receiver')}/alerts", "secret": instance.secret("webhook")}
    price = {"name": f"{symbols[0]} has a price", "symbol": symbols[0], "interval": "1m", "severity": "info", "cooldown_seconds": 86400,
             "condition": {"kind": "price", "op": "above", "threshold": "0"}, "channels": [channel]}
    cross = {"name": f"{symbols[0]}: short mean crosses above long", "symbol": symbols[0], "interval": "1m", "severity": "warning",
             "cooldown_seconds": 3600, "channels": [channel],
             "condition": {"kind": "indicator", "op": "crosses_above", "left": {"name": "sma", "params": {"period": 5}},
                           "right": {"name": "sma", "params": {"period": 20}}}}
    return [price, cross]


def _jobs(live: bool) -> list[dict]:
    daily = [{"type": "daily", "source": "alpha_vantage", "symbols": [symbol]} for symbol in market_data.DAILY_SYMBOLS]
    if not live:
        return [*daily, {"type": "candles", "source": "coinbase", "symbols": ["EUR-USD"], "interval": "1h",
                         "start": "2017-04-19", "end": "2018-02-08"}]
    today = datetime.datetime.now(datetime.timezone.utc)
    return [*daily, *({"type": "candles", "source": "coinbase", "symbols": [symbol], "interval": "1h",
                       "start": (today - datetime.timedelta(days=12)).isoformat(), "end": today.isoformat()} for symbol in LIVE_PRODUCTS)]


def _finished(api: Api, job: str) -> dict | None:
    state = api.get(f"/api/v1/monitoring/jobs/{job}")
    if state["status"] in ("failed", "cancelled"):
        raise Failure(f"job {job} {state['status']}: {state['error']}")
    return state if state["status"] == "completed" else None


def _stored(instance: Instance, job: dict) -> int:
    interval = job["interval"] or "1d"
    return int(infrastructure.psql(instance, f"SELECT count(*) FROM core_engine.bars WHERE symbol = '{job['symbols'][0]}' AND interval = '{interval}'"))


def _bars(api: Api, symbol: str, interval: str) -> list[dict]:
    try:
        return api.get(f"/api/v1/market-data/{symbol}/bars?interval={interval}&limit=1&order=desc")
    except Failure:
        return []


def _start_sources(platform: Platform, live: bool) -> None:
    programs = [webhook_receiver(platform.instance)]
    if not live or not os.environ.get("MIB_ALPHA_VANTAGE_KEY"):
        data = market_data.prepare()
        programs.append(replay_venue(platform.instance, data, "--symbols", ",".join(REPLAY_PRODUCTS), "--generate-trades", "200000",
                                     "--rate", "2000"))
    platform.supervisor.run(programs)


def _coinbase_answers() -> bool:
    if os.environ.get("MIB_OFFLINE"):
        return False
    try:
        request = urllib.request.Request(f"{LIVE_REST}/time", headers={"User-Agent": f"market-intel-brain/{git_version()}"})
        with urllib.request.urlopen(request, timeout=3) as answer:
            return answer.status == 200
    except OSError:
        return False


def _started(names: list[str]) -> str:
    return f"started {', '.join(names)}" if names else "already running"


def _report(api: Api, instance: Instance, source: str, alert: dict) -> None:
    counts = infrastructure.psql(instance, "SELECT interval, count(*), count(DISTINCT symbol) FROM core_engine.bars GROUP BY 1 "
                                 "ORDER BY min(array_position(ARRAY['1s','1m','5m','15m','1h','4h','1d','1w','1M'], interval))")
    print(f"\nThe platform runs. Data from {source}.\n")
    print(f"  {'BARS':<6}{'COUNT':>9}{'SYMBOLS':>9}")
    for line in counts.splitlines():
        interval, count, symbols = line.split("\t")
        print(f"  {interval:<6}{count:>9}{symbols:>9}")
    print(f"\n  {'SYMBOL':<10}{'LAST':>12}  {'AT':<32}NAME")
    for instrument in api.get("/api/v1/symbols"):
        quote = api.get(f"/api/v1/market-data/{instrument['symbol']}/quote")
        print(f"  {instrument['symbol']:<10}{quote.get('last', ''):>12}  {quote.get('timestamp', ''):<32}{instrument.get('name', '')}")
    for name, query in (("RSI(14)", "rsi?period=14"), ("SMA(20)", "sma?period=20")):
        point = api.get(f"/api/v1/indicators/AAPL/{query}&interval=1d&limit=1")[-1]
        print(f"\n  AAPL {name}, daily, {point['t']}: " + ", ".join(f"{key} {value:.4f}" for key, value in point["values"].items()), end="")
    print(f"\n\n  Alert: {alert['message']} ({alert['fired_at']})")
    base = f"http://{instance.address('gateway')}"
    print(f"""
  API        {base}/api/v1      docs {base}/docs
  User       admin     password {instance.secret('admin-password')}
  Token      curl -s {base}/auth/login -H 'Content-Type: application/json' \\
               -d '{{"username":"admin","password":"{instance.secret('admin-password')}"}}'
  Webhooks   {instance.path('log', 'webhooks.jsonl')}
  Next       ./dev status | ./dev logs [{'|'.join(service.name for service in services())}] | ./dev down

  Ready after {elapsed():.0f} s.""")
