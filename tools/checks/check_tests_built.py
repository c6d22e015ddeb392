"""A test file that CMake does not know is a test that nobody runs."""

from rules import PROJECT, files, finish, relative

faults = []
for path in files("*_test.cc"):
    folder = next((parent for parent in path.parents if (parent / "CMakeLists.txt").exists()), PROJECT)
    if str(path.relative_to(folder)) not in (folder / "CMakeLists.txt").read_text():
        faults.append(f"{relative(path)}: not named in {relative(folder / 'CMakeLists.txt')}")
finish(faults)
