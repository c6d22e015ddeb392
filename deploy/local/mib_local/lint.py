"""./dev lint: formatting, the project's own rules, and clang-tidy."""

import concurrent.futures
import json
import os
import re
import subprocess
import sys
from pathlib import Path

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
    """Reads the sources in the batches of a unity build: most of the time goes into headers, which each batch reads once."""
    build.configure("tidy")
    folder = PROJECT / "build" / "tidy"
    build.build("tidy", ["mib_contract_headers", "mib_precompiled_common"])
    commands = json.loads((folder / "compile_commands.json").read_text())
    batches = [command["file"] for command in commands
               if "/Unity/unity_" in command["file"] and not re.search("mib_(proto_archive|precompiled)", command["file"])]
    # The longest first.
    batches.sort(key=lambda batch: -Path(batch).stat().st_size)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        outputs = list(pool.map(_tidy_batch, batches))
    findings = sorted({finding for output in outputs for finding in output})
    for finding in findings:
        print(finding)
    return len(findings)


def _tidy_batch(batch: str) -> list[str]:
    result = subprocess.run(["clang-tidy-16", "-p", "build/tidy", "--quiet", batch], cwd=PROJECT, capture_output=True, text=True)
    if result.returncode == 0:
        return []
    findings = re.split(r"(?m)^(?=/\S+:\d+:\d+: (?:error|warning): )", result.stdout)[1:]
    return [finding.replace(f"{PROJECT}/", "") for finding in findings] or [result.stdout + result.stderr]
