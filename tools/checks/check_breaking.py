"""The contracts may grow, never break: nothing that the last release had may be missing or different.

proto/released.txt is the surface of the last release, a line each; `check_breaking.py --release` writes it anew.
"""

import sys

import contracts
from rules import PROJECT, finish

RELEASED = PROJECT / "proto" / "released.txt"

surface = contracts.load().surface()
if "--release" in sys.argv:
    RELEASED.write_text("".join(f"{name} = {value}\n" for name, value in sorted(surface.items())))
    print(f"{len(surface)} names written to {RELEASED.relative_to(PROJECT)}")
    sys.exit(0)

faults = []
if RELEASED.exists():
    for line in RELEASED.read_text().splitlines():
        name, value = line.split(" = ", 1)
        if name not in surface:
            faults.append(f"proto: {name} was released and is gone (keep it, or reserve its number and make a v2)")
        elif surface[name] != value:
            faults.append(f"proto: {name} was released as '{value}' and is '{surface[name]}' now")
finish(faults)
