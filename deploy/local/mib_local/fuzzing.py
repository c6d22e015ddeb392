"""./dev fuzz: the fuzz targets under AddressSanitizer and UndefinedBehaviorSanitizer, for longer than the tests run them."""

import os
import subprocess

from . import build
from .console import Failure, step
from .layout import PROJECT

PRESET = "asan-ubsan"
DEFAULT_SECONDS = 60


def run(arguments: list[str]) -> None:
    wanted, seconds = _read(arguments)
    known = targets()
    for name in wanted:
        if name not in known:
            raise Failure(f"there is no fuzz target '{name}'; there are {', '.join(known)}")
    wanted = wanted or known
    with step(f"Building the fuzz targets with {PRESET}"):
        build.build(PRESET, wanted)
    for name in wanted:
        _fuzz(name, seconds)
    print(f"Nothing was found by {', '.join(wanted)} in {seconds} s each.")


def targets() -> list[str]:
    """A target is named as its source, fuzz/<name>.cc."""
    return sorted(path.stem for path in PROJECT.glob("*/*/fuzz/*_fuzz.cc"))


def _read(arguments: list[str]) -> tuple[list[str], int]:
    names, seconds = [], DEFAULT_SECONDS
    rest = iter(arguments)
    for argument in rest:
        if argument != "--seconds":
            names.append(argument)
            continue
        value = next(rest, "")
        if not value.isdecimal() or int(value) == 0:
            raise Failure("--seconds takes a whole number from 1 on")
        seconds = int(value)
    return names, seconds


def _fuzz(name: str, seconds: int) -> None:
    """Goes on from the inputs that earlier runs kept in .local/fuzz/<name>/corpus."""
    folder = PROJECT / ".local" / "fuzz" / name
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    log_path = folder / "log"
    program = PROJECT / "build" / PRESET / "bin" / name
    command = [str(program), str(corpus), f"-max_total_time={seconds}", "-len_control=0", "-max_len=2048", "-print_final_stats=1",
               f"-artifact_prefix={folder}/"]
    environment = {**os.environ, "ASAN_OPTIONS": "external_symbolizer_path=/usr/bin/llvm-symbolizer-16",
                   "UBSAN_OPTIONS": "print_stacktrace=1"}
    with step(f"{name}, for {seconds} s"):
        with open(log_path, "w") as log:
            status = subprocess.run(command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT).returncode
    lines = log_path.read_text(errors="replace").splitlines()
    if status != 0:
        telling = ("BROKEN", "runtime error", "SUMMARY", "Test unit written")
        found = "\n".join(line for line in lines if any(word in line for word in telling))
        raise Failure(f"{name} found a fault:\n{found or lines[-1]}\nThe whole log is {log_path}; the input again: {program} FILE")
    print("\n".join(f"  {line}" for line in lines if line.startswith(("stat::number_of_executed_units", "stat::average_exec"))))
