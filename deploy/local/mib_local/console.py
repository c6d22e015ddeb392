"""What a person sees while things go on: numbered steps with their times, and errors that say what to do."""

import contextlib
import os
import subprocess
import sys
import time


class Failure(Exception):
    """Something a person can act on; its text says what failed and what to try."""


_started = time.monotonic() - float(os.environ.get("MIB_DEV_STARTED", "0"))


def elapsed() -> float:
    return time.monotonic() - _started


@contextlib.contextmanager
def step(what: str):
    """Prints the step when it begins and its time when it ends."""
    begun = time.monotonic()
    print(f"[{elapsed():6.1f} s] {what} ...", flush=True)
    outcome = StepOutcome()
    yield outcome
    note = f": {outcome.note}" if outcome.note else ""
    print(f"[{elapsed():6.1f} s]   done in {time.monotonic() - begun:.1f} s{note}", flush=True)


class StepOutcome:
    note = ""


def run_logged(command: list, log, what: str, **options) -> None:
    """Runs a command with its output in a file; on failure shows the end of it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as out:
        result = subprocess.run([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, **options)
    if result.returncode != 0:
        tail = "".join(open(log, errors="replace").readlines()[-30:])
        raise Failure(f"{what} failed (exit {result.returncode}). The end of {log}:\n{tail}")


def wait_for(what: str, ready, timeout: float, hint: str = ""):
    """Polls until `ready` returns something true; the last exception becomes part of the failure."""
    deadline = time.monotonic() + timeout
    problem = ""
    while time.monotonic() < deadline:
        try:
            result = ready()
            if result:
                return result
        except Exception as error:  # noqa: BLE001 - whatever it is, it may pass
            problem = f" ({error})"
        time.sleep(0.1)
    raise Failure(f"{what} did not happen within {timeout:.0f} s{problem}. {hint}".rstrip())


def warn(text: str) -> None:
    print(f"warning: {text}", file=sys.stderr, flush=True)
