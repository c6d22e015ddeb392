"""./dev test: unit, integration and end-to-end tests, and the unit tests under sanitizers."""

import contextlib
import os
import shutil
import subprocess
import tempfile

from . import build, infrastructure
from .console import Failure, run_logged, step
from .layout import PROJECT, Instance, free_ports
from .supervisor import Supervisor

SUITES = ("unit", "oracle", "integration", "e2e", "asan-ubsan", "tsan")
DEFAULT = ("unit", "oracle", "integration", "e2e")


def run(arguments: list[str]) -> None:
    unknown = [name for name in arguments if name not in SUITES]
    if unknown:
        raise Failure(f"there is no suite '{unknown[0]}'; there are {', '.join(SUITES)}")
    suites = arguments or DEFAULT
    for suite in suites:
        {"unit": _unit, "oracle": _oracle, "integration": _integration, "e2e": _e2e, "asan-ubsan": _sanitized,
         "tsan": _sanitized}[suite](suite)
    print(f"All of {', '.join(suites)} passed.")


def _unit(_suite: str) -> None:
    with step("Building the unit tests"):
        build.build("release", ["unit_tests"])
    _ctest("release", "unit")


def _oracle(_suite: str) -> None:
    """Indicators and candlestick patterns against TA-Lib, on series made by seeded generators."""
    with step("Building the indicators' tests"):
        build.build("release", ["indicators_test"])
    tests = PROJECT / "libs" / "indicators" / "tests"
    makers = [tests / "testdata" / "make_parity.py", tests / "oracle" / "make_candlesticks.py"]
    requirements = tests / "oracle" / "requirements.txt"
    folder = PROJECT / ".local" / "oracle"
    stamp = folder / ".made-by"
    made_by = "".join(file.read_text() for file in [*makers, requirements])
    if not stamp.exists() or stamp.read_text() != made_by:
        with step("Asking TA-Lib (about two minutes, once)"):
            python = venv("oracle-venv", requirements)
            shutil.rmtree(folder, ignore_errors=True)
            for maker in makers:
                run_logged([python, maker, folder], PROJECT / ".local" / "log" / "oracle.log", maker.name)
            stamp.write_text(made_by)
    command = [PROJECT / "build" / "release" / "bin" / "indicators_test", "[parity],[oracle]"]
    if subprocess.run(command, cwd=PROJECT, env={**os.environ, "MIB_TALIB_ORACLE": str(folder)}).returncode != 0:
        raise Failure("indicators differ from TA-Lib")


def _integration(_suite: str) -> None:
    with step("Building the integration tests"):
        build.build("release", ["integration_tests"])
    with scratch_servers() as environment:
        _ctest("release", "integration", environment)


def _e2e(_suite: str) -> None:
    with step("Building the services"):
        build.build("release", ["all"])
    with step("Installing the test tools"):
        python = venv("venv", PROJECT / "tests" / "requirements.txt")
    infrastructure.kafka_jars()
    result = subprocess.run([python, "-m", "pytest", "-q", "--tb=short", "tests/e2e"], cwd=PROJECT,
                            env={**os.environ, "PYTHONPATH": str(PROJECT / "deploy" / "local")})
    if result.returncode != 0:
        raise Failure("end-to-end tests failed")


def _sanitized(preset: str) -> None:
    with step(f"Building the unit tests with {preset}"):
        build.build(preset, ["unit_tests"])
    _ctest(preset, "unit")


def _ctest(preset: str, label: str, environment: dict[str, str] | None = None) -> None:
    command = ["ctest", "--test-dir", f"build/{preset}", "-L", f"^{label}$", "--output-on-failure", "--no-tests=error", "-j",
               str(os.cpu_count())]
    if subprocess.run(command, cwd=PROJECT, env={**os.environ, **(environment or {})}).returncode != 0:
        raise Failure(f"{label} tests failed")


@contextlib.contextmanager
def scratch_servers():
    """Kafka, PostgreSQL and Redis of their own for the integration tests, gone afterwards."""
    folder = tempfile.mkdtemp(prefix="mib-test-")
    os.chmod(folder, 0o755)
    instance = Instance(folder, free_ports(), PROJECT / "build" / "release")
    supervisor = Supervisor(instance)
    try:
        with step("Starting Kafka, PostgreSQL and Redis for the tests"):
            supervisor.start()
            programs = [infrastructure.postgres(instance), infrastructure.redis(instance), infrastructure.kafka(instance)]
            supervisor.run(programs)
            infrastructure.wait_until_up(instance)
        yield {
            "MIB_TEST_PG_DSN": infrastructure.postgres_dsn(instance, database="postgres") + f" password={instance.secret('postgres')}",
            "MIB_TEST_KAFKA": instance.address("kafka"),
            "MIB_TEST_REDIS": instance.address("redis"),
            "MIB_TEST_REDIS_PASSWORD_FILE": str(instance.secret_file("redis")),
        }
    finally:
        supervisor.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


def venv(name, requirements):
    """A Python of the tests' own, with the pinned packages of the file `requirements`."""
    folder = PROJECT / ".local" / name
    stamp = folder / ".requirements"
    if not stamp.exists() or stamp.read_text() != requirements.read_text():
        log = PROJECT / ".local" / "log" / "venv.log"
        run_logged(["/usr/bin/python3", "-m", "venv", "--clear", folder], log, "Making a Python environment")
        run_logged([folder / "bin" / "pip", "install", "-q", "-r", requirements], log, f"Installing {requirements.relative_to(PROJECT)}")
        stamp.write_text(requirements.read_text())
    return str(folder / "bin" / "python")
