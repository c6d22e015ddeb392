"""The commands of ./dev; the shell script beside README.md installs what they need and calls this."""

import shutil
import subprocess
import sys

from . import benching, doctor, fuzzing, lint, testing, up
from .console import Failure
from .layout import development, services
from .platform import Platform
from .supervisor import Supervisor


def status(_arguments: list[str]) -> None:
    instance = development()
    supervisor = Supervisor(instance)
    if not supervisor.running():
        print("Nothing runs. ./dev up starts everything.")
        sys.exit(1)
    platform = Platform(instance)
    uptimes = supervisor.uptimes()
    ids = {service.name: service.id for service in services()}
    well = True
    print(f"{'PROGRAM':<18}{'STATE':<10}{'FOR':>9}  READY")
    for name, state in supervisor.states().items():
        ready = ""
        if name in ids:
            try:
                ready = "yes" if platform.ready(ids[name]) else "no"
            except (Failure, OSError) as error:
                ready = f"no: {error}"
        well = well and state == "RUNNING" and not ready.startswith("no")
        print(f"{name:<18}{state:<10}{uptimes.get(name, 0):>7} s  {ready}")
    sys.exit(0 if well else 1)


def logs(arguments: list[str]) -> None:
    folder = development().root / "log"
    names = arguments or [service.name for service in services()]
    files = [folder / f"{name}.log" for name in names]
    for file in files:
        if not file.exists():
            known = ", ".join(sorted(path.stem for path in folder.glob("*.log"))) or "none yet"
            raise Failure(f"there is no log of '{file.stem}' (there are: {known})")
    try:
        subprocess.run(["tail", "-n", "50", "-F", *map(str, files)], check=False)
    except KeyboardInterrupt:
        pass


def down(arguments: list[str]) -> None:
    unknown = [argument for argument in arguments if argument != "--purge"]
    if unknown:
        raise Failure(f"down does not know {unknown[0]}; it knows --purge")
    instance = development()
    supervisor = Supervisor(instance)
    if supervisor.running():
        supervisor.shutdown()
        print("Stopped.")
    else:
        print("Nothing was running.")
    if "--purge" in arguments:
        for folder in ("certs", "config", "import", "kafka", "log", "postgres", "redis", "run", "secrets"):
            shutil.rmtree(instance.root / folder, ignore_errors=True)
        print("Deleted data, certificates, secrets and logs. Downloads and builds are kept.")


COMMANDS = {"up": up.run, "test": testing.run, "bench": benching.run, "fuzz": fuzzing.run, "lint": lint.run, "doctor": doctor.run,
            "status": status, "logs": logs, "down": down}


def main() -> None:
    command, arguments = sys.argv[1], sys.argv[2:]
    try:
        COMMANDS[command](arguments)
    except Failure as failure:
        print(f"dev: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
