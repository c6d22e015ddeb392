"""docs/capabilities.md names a test for every capability; each of them exists.

A row is | id | what | where | `path/to/test` "name of the test" |; the name is looked for in that file.
"""

import re

from rules import PROJECT, finish

faults = []
document = PROJECT / "docs" / "capabilities.md"
rows = [line for line in document.read_text().splitlines() if line.startswith("| ") and not line.startswith(("| id", "|--", "| --"))]
if not rows:
    faults.append("docs/capabilities.md: no rows")
for row in rows:
    tests = re.findall(r"`([^`]+)` \"([^\"]+)\"", row)
    if not tests:
        faults.append(f"docs/capabilities.md: no test is named in: {row[:80]}")
    for path, name in tests:
        file = PROJECT / path
        if not file.exists():
            faults.append(f"docs/capabilities.md: there is no file {path}")
        elif name not in file.read_text():
            faults.append(f"docs/capabilities.md: {path} has no test \"{name}\"")
finish(faults)
