"""Every topic, route and metric that the documentation names exists."""

import re

import contracts
from rules import PROJECT, files, finish, relative

known = contracts.load()
# A package is spelt like a topic: mib.market.v1.
topics = known.topics() | {file.package for file in known.files}
paths = {re.sub(r"\{[^}]*\}", "{}", route.split(" ", 1)[1]) for route in known.routes()}
# Served by the gateway outside the contracts.
paths |= {"/api/v1/stream", "/api/v1"}
metrics = set()
for golden in (PROJECT / "services").glob("*/metrics.txt"):
    metrics |= set(golden.read_text().split())


def path_known(path: str) -> bool:
    """A path of the docs matches a route when its literal segments do; a concrete value stands for a {parameter}."""
    wanted = path.strip("/").split("/")
    for candidate in paths:
        have = candidate.strip("/").split("/")
        if len(have) == len(wanted) and all(h == "{}" or w.startswith("{") or h == w for h, w in zip(have, wanted)):
            return True
    return False


faults = []
for document in files("*.md"):
    for number, line in enumerate(document.read_text().splitlines(), 1):
        where = f"{relative(document)}:{number}"
        for topic in re.findall(r"\bmib\.(?:market|alerts|dead-letters|analytics|news)[a-z.-]*\.v\d+\b(?!\.)", line):
            if topic not in topics:
                faults.append(f"{where}: there is no topic {topic}")
        for path in re.findall(r"(?<!mib)/api/v1[A-Za-z0-9/{}._-]*", line):
            if not path_known(path.rstrip("./")):
                faults.append(f"{where}: there is no route {path}")
        if metrics:
            for metric in re.findall(r"\bmib_[a-z0-9_]+_(?:total|seconds|bytes|ratio|records|connections)\b", line):
                if metric not in metrics:
                    faults.append(f"{where}: there is no metric {metric}")
finish(faults)
