"""What the checks share: the project's files, and how a fault is reported."""

import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def files(*patterns: str) -> list[pathlib.Path]:
    """Files of the checkout, tracked or new, that match git's patterns."""
    out = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=PROJECT, capture_output=True,
                         text=True, check=True)
    return [PROJECT / name for name in out.stdout.splitlines() if (PROJECT / name).is_file()]


def finish(faults: list[str]) -> None:
    """Prints each fault on a line and ends with status 1 where there are any."""
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


def relative(path: pathlib.Path) -> str:
    return str(path.relative_to(PROJECT))
