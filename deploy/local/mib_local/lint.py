"""./dev lint: formatting, the project's own rules, and clang-tidy."""

import concurrent.futures
import os
import subprocess
import sys

from . import build
from .console import Failure, step
from .layout import PROJECT


def run(arguments: list[str]) -> None:
    problems = 0
    with step("Formatting (clang-format-16)"):
        problems += _format()
    with step("The project's own rules (tools/checks)"):
        problems += _rules()
    if "--fast" not in arguments:
        with step("Static analysis (clang-tidy-16)"):
            problems += _tidy()
    if problems:
        raise Failure(f"lint found {problems} problem{'s' if problems > 1 else ''}")
    print("Lint is clean.")


def sources(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "--", *patterns], cwd=PROJECT, capture_output=True,
                            text=True, check=True)
    return [name for name in listed.stdout.splitlines() if (PROJECT / name).exists()]


def _format() -> int:
    result = subprocess.run(["clang-format-16", "--dry-run", "-Werror", *sources("*.cc", "*.h")], cwd=PROJECT, capture_output=True,
                            text=True)
    files = sorted({line.split(":")[0] for line in result.stderr.splitlines() if ": error:" in line})
    for file in files:
        print(f"  {file}: not formatted (./dev format)")
    return len(files)


def _rules() -> int:
    problems = 0
    for check in sorted((PROJECT / "tools" / "checks").glob("check_*.py")):
        result = subprocess.run([sys.executable, str(check)], cwd=PROJECT, capture_output=True, text=True)
        if result.returncode != 0:
            print("".join(f"  {line}\n" for line in (result.stdout + result.stderr).splitlines()), end="")
            problems += max(1, len(result.stdout.splitlines()))
    return problems


def _tidy() -> int:
    # Generated headers must exist; the objects need not.
    build.build("release", ["mib_proto_archive"])
    files = [name for name in sources("libs/*.cc", "services/*.cc", "tools/*.cc") if "/tests/" not in name]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = list(pool.map(_tidy_file, files))
    for output in filter(None, outputs):
        print(output)
    return sum(1 for output in outputs if output)


def _tidy_file(name: str) -> str:
    result = subprocess.run(["clang-tidy-16", "-p", "build/release", "--quiet", name], cwd=PROJECT, capture_output=True, text=True)
    return result.stdout.strip() if result.returncode != 0 else ""
