"""./dev doctor: what would keep `up` or `test` from working, and what to do about it."""

import os
import pathlib
import platform as host
import shutil
import sys

from . import infrastructure
from .console import Failure
from .layout import PROJECT, development
from .supervisor import Supervisor


def run(_arguments: list[str]) -> None:
    findings = [check() for check in (_system, _memory, _disk, _root_rights, _programs, _ports, _socket_length)]
    for well, text in findings:
        print(f"{'ok  ' if well else 'WARN'}  {text}")
    sys.exit(0 if all(well for well, _ in findings) else 1)


def _system():
    text = pathlib.Path("/etc/os-release").read_text()
    well = "VERSION_CODENAME=bookworm" in text
    return well, f"system: {host.platform()}" + ("" if well else "; packages are chosen for Debian 12 (bookworm)")


def _memory():
    kilobytes = int(pathlib.Path("/proc/meminfo").read_text().split("MemAvailable:")[1].split()[0])
    return kilobytes > 4 << 20, f"memory: {kilobytes >> 20} GiB available; a build wants 4"


def _disk():
    free = shutil.disk_usage(PROJECT).free >> 30
    return free >= 6, f"disk: {free} GiB free here; builds and data want 6"


def _root_rights():
    well = os.geteuid() == 0 or shutil.which("sudo") is not None
    return well, "rights: " + ("root" if os.geteuid() == 0 else "sudo" if well else "neither root nor sudo; packages cannot be installed")


def _programs():
    missing = [name for name in ("cmake", "ninja", "java", "mvn", "redis-server", "kcat", "psql", "supervisord", "openssl")
               if not shutil.which(name)]
    return not missing, "programs: " + (f"missing {', '.join(missing)}; ./dev up installs them" if missing else "all there")


def _ports():
    instance = development()
    if Supervisor(instance).running():
        return True, "ports: in use by the running instance (./dev status)"
    try:
        infrastructure.check_ports_free(instance, list(instance.ports))
    except Failure as failure:
        return False, f"ports: {failure}"
    return True, "ports: all free"


def _socket_length():
    well = len(str(PROJECT)) < 200
    return well, f"path: {PROJECT}" + ("" if well else " is very long; some tools limit paths")
