"""A test or a fuzz target that CMake does not know is one that nobody runs."""

import re
from fnmatch import fnmatch

from rules import PROJECT, files, finish, relative


def named(test: str, cmake: str) -> bool:
    globs = [pattern for call in re.findall(r"file\(GLOB \w+ CONFIGURE_DEPENDS ([^)]+)\)", cmake) for pattern in call.split()]
    return test in cmake or any(fnmatch(test, pattern) for pattern in globs)


faults = []
for path in files("*_test.cc", "*_fuzz.cc"):
    folder = next((parent for parent in path.parents if (parent / "CMakeLists.txt").exists()), PROJECT)
    if not named(str(path.relative_to(folder)), (folder / "CMakeLists.txt").read_text()):
        faults.append(f"{relative(path)}: not named in {relative(folder / 'CMakeLists.txt')}")
finish(faults)
