"""./dev bench: ratios to peers, interleaved in one run; writes bench/results/latest.json and docs/performance.md.

Absolute figures do not repeat on a shared machine, so every figure stands beside a peer's from the same minutes.
"""

import contextlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request

from . import benching_indicators, benching_report, build, infrastructure, market_data, up
from .console import Failure, step, wait_for
from .layout import PROJECT, Instance, free_ports, services
from .platform import Api, Platform

ROUNDS = 5


def run(arguments: list[str]) -> None:
    names = selected(arguments)
    # The platform itself takes its time to build, and indicators need nothing of it.
    targets = ["indicators_bench"] if all(name.startswith("indicators.") for name in names) else ["all", "benchmarks"]
    with step("Building (release)"):
        build.build("release", targets)
    results = []
    for name in names:
        with step(f"Measuring {name}") as outcome:
            result = {"name": name} | BENCHES[name]()
            outcome.note = f"{result['ratio']['median']:.2f} x {result['peer_name']}"
        results.append(result)
    benching_report.show(results)
    benching_report.write(results, list(BENCHES))


def selected(arguments: list[str]) -> list[str]:
    """All, or those named; "indicators" names each indicators.*."""
    for argument in arguments:
        if not any(_covers(argument, name) for name in BENCHES):
            raise Failure(f"there is no benchmark '{argument}'; there are {', '.join(BENCHES)}")
    return [name for name in BENCHES if not arguments or any(_covers(argument, name) for argument in arguments)]


def _covers(argument: str, name: str) -> bool:
    return name == argument or name.startswith(argument + ".")


def summary(ours: list[float], peer: list[float], cpu: list[tuple[float, float]], **rest) -> dict:
    """`cpu` has, for each round, the work done in a second of processor time: ours and the peer's."""
    ratios = [a / b for a, b in zip(ours, peer)]
    return {"ours": statistics.median(ours), "peer": statistics.median(peer), "rounds": len(ours),
            "ratio": {"median": statistics.median(ratios), "min": min(ratios), "max": max(ratios)},
            "cpu_ratio": statistics.median(a / b for a, b in cpu), **rest}


def processor_seconds(*pgrep: str) -> float:
    """What the processes that `pgrep` finds with these arguments have used so far."""
    total = 0
    for pid in subprocess.run(["pgrep", *pgrep], capture_output=True, text=True).stdout.split():
        with contextlib.suppress(FileNotFoundError):
            fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def engine() -> dict:
    output = subprocess.run([PROJECT / "build" / "release" / "bin" / "engine_bench", "2000000", "256", "500", str(ROUNDS)], check=True,
                            capture_output=True, text=True).stdout
    rounds = json.loads(output)
    # Both are one thread that never waits.
    cpu = list(zip(rounds["ours"], rounds["peer"]))
    return summary(rounds["ours"], rounds["peer"], cpu, unit="trades/s/core", peer_name="fused baseline in doubles", goal=0.25,
                   note="ours: decode, duplicates, exact bars of 9 intervals, late trades; the baseline: hash look-up, one bar, five "
                        "indicators and three rules in doubles, from decoded events")


def path() -> dict:
    """Trades a second from Kafka into PostgreSQL, in effect once, beside kcat reading the same log and doing nothing with it."""
    trades, ours, peer, cpu = 1_000_000, [], [], []
    with platform(["core-engine"]) as bench:
        for seed in range(1, 4):
            bench.supervisor.stop_program("core-engine")
            before = _stored(bench.instance)
            subprocess.run([bench.instance.binary("publish_trades"), bench.instance.address("kafka"), str(trades), "64", "500", str(seed)], check=True)
            started = time.monotonic()
            bench.supervisor.start_program("core-engine")
            wait_for("every trade in a bar", lambda: _stored(bench.instance) - before == trades, 120)
            ours.append(trades / (time.monotonic() - started))
            our_seconds = processor_seconds("-f", f"core-engine --config {bench.instance.root}")
            started, used = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(["kcat", "-C", "-q", "-e", "-b", bench.instance.address("kafka"), "-t", "mib.market.trades.v1", "-D", ""], check=True,
                           stdout=subprocess.DEVNULL)
            peer.append(trades * seed / (time.monotonic() - started))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            peer_seconds = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
            cpu.append((trades / our_seconds, trades * seed / peer_seconds))
    return summary(ours, peer, cpu, unit="trades/s", peer_name="kcat, reading only", goal=None,
                   note="ours includes starting the process; publish to Kafka and the commit to PostgreSQL are inside; goal 150,000 trades/s")


def _stored(instance: Instance) -> int:
    return int(infrastructure.psql(instance, "SELECT coalesce(sum(trades), 0) FROM core_engine.bars WHERE interval = '1d'"))


def quote() -> dict:
    """The quote route with token, limits, metrics and cache, beside nginx answering a constant; wrk on the same machine."""
    names = [service.name for service in services()]
    with platform(names) as bench, nginx(bench.instance) as (static, nginx_pid):
        api = Api(f"http://{bench.instance.address('gateway')}")
        api.login("admin", bench.instance.secret("admin-password"))
        job = api.call("POST", "/api/v1/monitoring/jobs", {"type": "daily", "source": "alpha_vantage", "symbols": ["AAPL"]})["data"]["id"]
        wait_for("a quote", lambda: api.get(f"/api/v1/monitoring/jobs/{job}")["status"] == "completed" and _has_quote(api), 60)
        ours, peer, cpu = [], [], []
        our_services, peer_worker = ("-f", f"bin/[a-z-]+ --config {bench.instance.root}"), ("-P", str(nginx_pid))
        url = f"http://{bench.instance.address('gateway')}/api/v1/market-data/AAPL/quote"
        for _ in range(ROUNDS):
            before = processor_seconds(*our_services), processor_seconds(*peer_worker)
            ours.append(_requests_per_second(url, f"Authorization: Bearer {api.token}"))
            peer.append(_requests_per_second(static, "Accept: application/json"))
            used = processor_seconds(*our_services) - before[0], processor_seconds(*peer_worker) - before[1]
            cpu.append((ours[-1] / used[0], peer[-1] / used[1]))
    return summary(ours, peer, cpu, unit="req/s", peer_name="nginx return 200, one worker", goal=None,
                   note="32 connections, closed loop; the route's answers are cached for 500 ms as its contract says")


def _has_quote(api: Api) -> bool:
    try:
        return bool(api.get("/api/v1/market-data/AAPL/quote"))
    except Failure:
        return False


def _requests_per_second(url: str, header: str) -> float:
    output = subprocess.run(["wrk", "-t1", "-c32", "-d5s", "-H", header, url], check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output:
        raise Failure(f"{url} did not answer 200 every time:\n{output}")
    return float(re.search(r"Requests/sec:\s+([0-9.]+)", output).group(1))


@contextlib.contextmanager
def platform(names: list[str]):
    """A platform of its own for one measurement, with the named services."""
    folder = tempfile.mkdtemp(prefix="mib-bench-")
    os.chmod(folder, 0o755)
    instance = Instance(folder, free_ports(), PROJECT / "build" / "release")
    unlimited = {"ip_per_minute": "0", "ip_burst": "1", "login_per_minute": "0", "user_per_hour": "0", "trace_sample_ratio": "0",
                 "alpha_vantage_per_minute": "600", "coinbase_enabled": "false"}
    bench = Platform(instance, up.source_settings(instance, live=False) | unlimited)
    try:
        bench.make_certificates()
        bench.configure()
        bench.start_infrastructure()
        bench.migrate()
        bench.create_topics()
        bench.supervisor.run([up.replay_venue(instance, market_data.prepare()), *map(bench.service_program, names)])
        bench.wait_until_ready(names=names)
        yield bench
    finally:
        bench.supervisor.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def nginx(instance: Instance):
    """One worker that answers a body as long as a quote's."""
    folder = instance.folder("nginx")
    port = free_ports()["gateway"]
    body = '{"data":{"symbol":"AAPL","last":430.47},"metadata":{"timestamp":"2024-01-15T10:00:00.123Z","version":"1.0","cache_used":true}}'
    config = folder / "nginx.conf"
    config.write_text(f"worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{ worker_connections 1024; }}\n"
                      f"http {{ access_log off; keepalive_requests 100000000; client_body_temp_path {folder}; proxy_temp_path {folder};\n"
                      f"fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};\n"
                      f"server {{ listen 127.0.0.1:{port}; location / {{ default_type application/json; return 200 '{body}'; }} }} }}\n")
    process = subprocess.Popen(["nginx", "-c", str(config), "-p", str(folder)])
    url = f"http://127.0.0.1:{port}/"
    try:
        wait_for("nginx", lambda: urllib.request.urlopen(url, timeout=1).status == 200, 10)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


BENCHES = {"engine.vs_baseline": engine, "path.trades_per_s": path, "http.quote_vs_nginx": quote,
           "indicators.batch_vs_talib": lambda: benching_indicators.talib(ROUNDS),
           "indicators.candlesticks_vs_talib": lambda: benching_indicators.candlesticks(ROUNDS),
           "indicators.batch_vs_tulip": lambda: benching_indicators.tulip(ROUNDS),
           "indicators.stream_vs_yata": lambda: benching_indicators.yata(ROUNDS),
           "indicators.virtual_vs_yata": lambda: benching_indicators.yata_virtual(ROUNDS),
           "indicators.stream_vs_talipp": lambda: benching_indicators.talipp(ROUNDS),
           "indicators.panel_vs_indicators": lambda: benching_indicators.panel(ROUNDS)}
