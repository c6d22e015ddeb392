"""Configuring and building with the CMake presets."""

import os
import subprocess
import sys

from .console import Failure
from .layout import PROJECT


def build(preset: str, targets: list[str]) -> None:
    """Builds `targets`, showing one line of progress; the whole output goes to .local/log/build-<preset>.log."""
    folder = PROJECT / "build" / preset
    log_path = PROJECT / ".local" / "log" / f"build-{preset}.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with open(log_path, "w") as log:
        if not (folder / "build.ninja").exists():
            _configure(preset, log, log_path)
        _run(["cmake", "--build", str(folder), "--target", *targets], log, log_path)


def configure(preset: str) -> None:
    """Configures, also where that was done before: the list of what is to be compiled is then that of today."""
    log_path = PROJECT / ".local" / "log" / f"configure-{preset}.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with open(log_path, "w") as log:
        _configure(preset, log, log_path)


def _configure(preset: str, log, log_path) -> None:
    _run(["cmake", "--preset", preset], log, log_path)


def _run(command: list[str], log, log_path) -> None:
    environment = {**os.environ, "CCACHE_BASEDIR": str(PROJECT), "CCACHE_NOHASHDIR": "1",
                   "CCACHE_SLOPPINESS": "pch_defines,time_macros", "NINJA_STATUS": "[%f/%t] "}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    progress = sys.stdout.isatty()
    tail = []
    for line in process.stdout:
        log.write(line)
        tail = [*tail[-39:], line]
        if progress and line.startswith("["):
            print(f"\r  {line.strip()[:100]:<100}", end="", flush=True)
    if progress:
        print("\r" + " " * 104 + "\r", end="")
    if process.wait() != 0:
        raise Failure(f"the build failed; the end of {log_path}:\n{''.join(tail)}")
