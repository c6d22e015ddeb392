"""Indicators beside TA-Lib, Tulip Indicators, yata and talipp: function by function, after a check that the answers agree.

A measurement's ratio is the geometric mean over its functions of the peer's time over ours.
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import tarfile

from .console import Failure, run_logged
from .layout import PROJECT
from .testing import venv

PROGRAM = PROJECT / "build" / "release" / "bin" / "indicators_bench"
FOLDER = PROJECT / ".local" / "bench"
LOGS = PROJECT / ".local" / "log"
BATCH_BARS = 1_000_000
YATA_BARS = 100_000
TALIPP_BARS = 20_000
# Some that are made for vectors, and some that are not.
PANELS = ["sma", "sma(period=200)", "ema", "smma", "wma", "bollinger", "linearreg_slope", "rsi", "macd", "atr", "max", "stoch"]


def talib(rounds: int) -> dict:
    return _batch("talib", _talib_library(), rounds, peer_name="TA-Lib, C", goal=1.5,
                  note=f"whole columns of {BATCH_BARS:,} bars, parameters of our defaults; TA-Lib's C functions as its Python package brings them")


def candlesticks(rounds: int) -> dict:
    return _batch("candlesticks", _talib_library(), rounds, peer_name="TA-Lib, C", goal=1.5,
                  note=f"all 61 candlestick patterns, whole columns of {BATCH_BARS:,} bars")


def tulip(rounds: int) -> dict:
    return _batch("tulip", _tulip_library(), rounds, peer_name="Tulip Indicators, C", goal=1.0,
                  note=f"whole columns of {BATCH_BARS:,} bars; Tulip's source compiled with gcc -O3")


def yata(rounds: int) -> dict:
    return _yata("inlined", rounds, goal=1.0, note="the class of ours and yata's `next` known to their compilers")


def yata_virtual(rounds: int) -> dict:
    return _yata("stream", rounds, goal=None,
                 note="the same, ours chosen at run time and called through the virtual Indicator::Update. Goal for ours: 10 ns")


def _yata(mode: str, rounds: int, goal: float | None, note: str) -> dict:
    cargo = _cargo()
    return _stream([_yata_program(cargo)], YATA_BARS, rounds, mode=mode, peer_name="yata, Rust", goal=goal,
                   note=f"one bar after another, {YATA_BARS:,} bars in memory; {note} ({_output([cargo, '--version']).strip()}, LTO, "
                        "unsafe_performance), its bare methods where it has them")


def talipp(rounds: int) -> dict:
    python = venv("bench-venv", PROJECT / "bench" / "requirements.txt")
    return _stream([python, PROJECT / "bench" / "talipp_bench.py"], TALIPP_BARS, rounds, mode="stream", peer_name="talipp, Python", goal=200,
                   note=f"one bar after another, {TALIPP_BARS:,} bars; ours through the virtual Indicator::Update, talipp's `add`")


def panel(rounds: int) -> dict:
    functions = _functions([PROGRAM, "panel", *PANELS, "--rounds", rounds, "--json"])
    return _summary([(row["name"], row["ours"], row["peer"]) for row in functions], unit="ns/update", peer_name="an Indicator for each series",
                    goal=None, note="512 series in step, their states larger than the first-level cache; both sides are ours")


def _batch(mode: str, library: pathlib.Path, rounds: int, **rest) -> dict:
    functions = _functions([PROGRAM, mode, library, "--bars", BATCH_BARS, "--rounds", rounds, "--json"])
    return _summary([(row["name"], row["ours"], row["peer"]) for row in functions], unit="ns/bar", **rest)


def _stream(peer: list, bars: int, rounds: int, mode: str, **rest) -> dict:
    """Each round runs our program, then the peer's, which also says what is compared."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    series = FOLDER / f"series-{bars}.bin"
    _output([PROGRAM, "series", series, "--bars", bars])
    theirs = _functions([*peer, series, 1])
    names = [row["name"] for row in theirs]
    command = [PROGRAM, mode, *names, "--bars", bars, "--rounds", 1]
    for ours, other in zip(_functions(command), theirs, strict=True):
        _check(ours, other)
    times = {name: ([], []) for name in names}
    for _ in range(rounds):
        for side, rows in enumerate((_functions(command), _functions([*peer, series, 1]))):
            for row in rows:
                times[row["name"]][side].append(row["ns"][0])
    return _summary([(name, *both) for name, both in times.items()], unit="ns/update", **rest)


def _check(ours: dict, peer: dict) -> None:
    """Of the bars sampled; what depends on the beginning of the series has settled by then."""
    for output, values in peer["values"].items():
        usual = statistics.mean(map(abs, values))
        for a, b in zip(ours["values"][output], values, strict=True):
            if not abs(a - b) <= 1e-6 * max(abs(a), abs(b), usual):
                raise Failure(f"{ours['name']} does not agree with the peer: {output} is {a} here, {b} there")


def _summary(rows: list[tuple[str, list[float], list[float]]], **rest) -> dict:
    """`rows` has a function's name, our times and the peer's, one for each round."""
    mean = statistics.geometric_mean
    ours, peer = ([mean(times) for times in zip(*(row[side] for row in rows))] for side in (1, 2))
    ratio = _spread(ours, peer)
    functions = [{"name": name, "ours": round(statistics.median(a), 3), "peer": round(statistics.median(b), 3), "ratio": _spread(a, b)}
                 for name, a, b in rows]
    rest["note"] = f"{len(rows)} functions, geometric means; {rest['note']}"
    # Each side is one thread that never waits: its time is its processor's.
    return {"ours": statistics.median(ours), "peer": statistics.median(peer), "rounds": len(ours), "ratio": ratio,
            "cpu_ratio": ratio["median"], **rest, "functions": functions}


def _spread(ours: list[float], peer: list[float]) -> dict:
    ratios = [b / a for a, b in zip(ours, peer, strict=True)]
    return {"median": round(statistics.median(ratios), 4), "min": round(min(ratios), 4), "max": round(max(ratios), 4)}


def _functions(command: list) -> list[dict]:
    return json.loads(_output(command))["functions"]


def _output(command: list) -> str:
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode != 0:
        raise Failure(f"{pathlib.Path(command[0]).name} failed (exit {result.returncode}):\n{result.stderr[-3000:]}")
    return result.stdout


def _talib_library() -> pathlib.Path:
    python = venv("oracle-venv", PROJECT / "libs" / "indicators" / "tests" / "oracle" / "requirements.txt")
    found = sorted(pathlib.Path(python).parents[1].glob("lib/python3*/site-packages/ta_lib.libs/libta-lib*.so*"))
    if not found:
        raise Failure("the Python package TA-Lib holds no shared library (ta_lib.libs) on this kind of machine")
    return found[0]


def _tulip_library() -> pathlib.Path:
    """Compiled once for each version of the source."""
    requirement = PROJECT / "bench" / "tulip-source.txt"
    folder, library, stamp = FOLDER / "tulip", FOLDER / "tulip" / "libtulip.so", FOLDER / "tulip" / ".made-by"
    if stamp.exists() and stamp.read_text() == requirement.read_text():
        return library
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    python = venv("bench-venv", PROJECT / "bench" / "requirements.txt")
    run_logged([python, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "tulipy", "-d", folder, "-r", requirement], LOGS / "tulip.log",
               "Fetching the source of Tulip Indicators")
    with tarfile.open(next(folder.glob("tulipy-*.tar.gz"))) as archive:
        for name in ("tiamalgamation.c", "indicators.h"):
            member = next(member for member in archive.getmembers() if member.name.endswith(f"/libindicators/{name}"))
            (folder / name).write_bytes(archive.extractfile(member).read())
    run_logged(["gcc", "-O3", "-shared", "-fPIC", "-o", library, folder / "tiamalgamation.c", "-lm"], LOGS / "tulip.log",
               "Compiling Tulip Indicators")
    stamp.write_text(requirement.read_text())
    return library


def _cargo() -> str:
    cargo = shutil.which("cargo") or shutil.which("cargo", path=pathlib.Path.home() / ".cargo" / "bin")
    if not cargo:
        raise Failure("cargo is needed to build yata: apt-get install cargo")
    return cargo


def _yata_program(cargo: str) -> pathlib.Path:
    target = FOLDER / "yata"
    run_logged([cargo, "build", "--release", "--manifest-path", PROJECT / "bench" / "yata" / "Cargo.toml", "--target-dir", target],
               LOGS / "yata.log", "Building yata's side", env={**os.environ, "CARGO_TERM_COLOR": "never"})
    return target / "release" / "yata_bench"
