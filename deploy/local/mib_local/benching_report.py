"""What ./dev bench prints, bench/results/latest.json and docs/performance.md."""

import json
import os

from .layout import PROJECT

RESULTS = PROJECT / "bench" / "results" / "latest.json"
DOCUMENT = PROJECT / "docs" / "performance.md"


def show(results: list[dict]) -> None:
    print("\n" + "\n".join(_table(results)))


def write(results: list[dict], order: list[str]) -> None:
    """Replaces the results of the same names in the file, keeps the others that are in `order`, and writes the document."""
    before = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    by_name = {result["name"]: result for result in before + results}
    merged = [by_name[name] for name in order if name in by_name]
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(merged, indent=2) + "\n")
    _write_document(merged)
    print(f"Written: {RESULTS.relative_to(PROJECT)}, {DOCUMENT.relative_to(PROJECT)}")


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _ratio(ratio: dict) -> str:
    return f"{ratio['median']:.2f} ({ratio['min']:.2f} to {ratio['max']:.2f})"


def _table(results: list[dict]) -> list[str]:
    lines = ["| measurement | unit | ours | peer | peer's | ratio (min to max) | per processor second | goal |",
             "|---|---|---|---|---|---|---|---|"]
    for result in results:
        goal = f"{result['goal']} x" if result["goal"] else ""
        lines.append(f"| {result['name']} | {result['unit']} | {_figure(result['ours'])} | {result['peer_name']} | {_figure(result['peer'])} | "
                     f"{_ratio(result['ratio'])} | {result['cpu_ratio']:.2f} | {goal} |")
    return lines


def _functions(result: dict) -> list[str]:
    rows = sorted(result["functions"], key=lambda function: function["ratio"]["median"])
    heading = f"| function | ours, {result['unit']} | {result['peer_name']} | ratio (min to max) |"
    return ["", f"## {result['name']}", "", heading, "|---|---|---|---|",
            *(f"| {row['name']} | {row['ours']:.2f} | {row['peer']:.2f} | {_ratio(row['ratio'])} |" for row in rows)]


def _write_document(results: list[dict]) -> None:
    processor = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    text = ["# Performance", "", "Written by `./dev bench`; do not edit. Every figure stands beside a peer's, measured in the same run, interleaved,",
            "median of the rounds with the smallest and largest ratio. A ratio above 1 means that we are ahead; of times, where less is",
            "better, it is the peer's over ours. The ratio per processor second compares the work done in a second of the processes' own",
            "processor time.", "", f"Machine: {os.cpu_count()} cores, {processor}. Client and servers share it.", "", *_table(results), "",
            "What is compared:", ""]
    text += [f"- **{result['name']}** ({result['rounds']} rounds): {result['note']}." for result in results]
    for result in results:
        if "functions" in result:
            text += _functions(result)
    DOCUMENT.write_text("\n".join(text) + "\n")
