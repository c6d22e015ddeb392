"""Debian's supervisor with a configuration of our own: starts, restarts and stops the processes of an instance."""

import dataclasses
import hashlib
import http.client
import os
import shlex
import socket
import subprocess
import tempfile
import xmlrpc.client

from .console import Failure, wait_for
from .layout import Instance


@dataclasses.dataclass
class Program:
    name: str
    command: list[str]
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    stop_signal: str = "TERM"
    stop_seconds: int = 30


class Supervisor:
    def __init__(self, instance: Instance):
        self._instance = instance
        self._config = instance.path("run", "supervisord.conf")
        self._socket = _socket_path(instance)

    def running(self) -> bool:
        try:
            self._rpc().getState()
            return True
        except (OSError, xmlrpc.client.Error):
            return False

    def start(self) -> None:
        """Starts supervisord, with nothing to run yet; nothing to do where it runs."""
        if self.running():
            return
        self._config.write_text(self._header())
        self._instance.folder("run", "programs")
        self._instance.folder("log")
        result = subprocess.run(["/usr/bin/python3", "/usr/bin/supervisord", "-c", str(self._config)], capture_output=True, text=True)
        if result.returncode != 0:
            raise Failure(f"supervisord did not start: {result.stdout}{result.stderr}")
        wait_for("supervisord", self.running, 10)

    def run(self, programs: list[Program]) -> list[str]:
        """Starts programs and returns the names of those it started; one that runs with the same command is left alone."""
        for program in programs:
            self._instance.path("run", "programs", f"{program.name}.conf").write_text(self._section(program))
        rpc = self._rpc()
        added, changed, _ = rpc.reloadConfig()[0]
        for name in changed:
            rpc.stopProcessGroup(name)
            rpc.removeProcessGroup(name)
        for name in [*added, *changed]:
            rpc.addProcessGroup(name)
        states = self.states()
        started = [program.name for program in programs if states.get(program.name) not in ("RUNNING", "STARTING")]
        for name in started:
            self.start_program(name)
        return started

    def states(self) -> dict[str, str]:
        """Program to state, as supervisor names it: RUNNING, STARTING, BACKOFF, STOPPED, EXITED, FATAL."""
        return {info["name"]: info["statename"] for info in self._rpc().getAllProcessInfo()}

    def uptimes(self) -> dict[str, int]:
        return {info["name"]: info["now"] - info["start"] for info in self._rpc().getAllProcessInfo() if info["pid"]}

    def pid(self, name: str) -> int:
        """0 while it does not run."""
        return self._rpc().getProcessInfo(name)["pid"]

    def stop_program(self, name: str) -> None:
        self._rpc().stopProcess(name)

    def start_program(self, name: str) -> None:
        self._rpc().startProcess(name, False)

    def shutdown(self) -> None:
        """Stops the services before what they stand on, then supervisord itself."""
        if not self.running():
            return
        foundation = ("kafka", "postgres", "redis")
        states = self.states()
        for names in ([n for n in states if n not in foundation], [n for n in states if n in foundation]):
            for name in names:
                if states[name] in ("RUNNING", "STARTING", "BACKOFF"):
                    self._rpc().stopProcess(name, False)
            wait_for("the end of " + ", ".join(names), lambda group=names: not any(self.pid(n) for n in group), 60)
        pid = self._rpc().getPID()
        self._rpc().shutdown()
        wait_for("the end of supervisord", lambda: not _alive(pid), 30)

    def _rpc(self):
        return xmlrpc.client.ServerProxy("http://localhost", transport=_UnixTransport(self._socket)).supervisor

    def _header(self) -> str:
        user = "user=root\n" if os.geteuid() == 0 else ""
        run, log = self._instance.folder("run"), self._instance.folder("log")
        return (f"[supervisord]\npidfile={run}/supervisord.pid\nlogfile={log}/supervisord.log\nchildlogdir={log}\n{user}"
                f"[unix_http_server]\nfile={self._socket}\nchmod=0700\n"
                "[rpcinterface:supervisor]\nsupervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n"
                f"[include]\nfiles = {run}/programs/*.conf\n")

    def _section(self, program: Program) -> str:
        quoted = " ".join(shlex.quote(part) for part in program.command).replace("%", "%%")
        environment = ",".join(f'{key}="{value}"' for key, value in sorted(program.environment.items()))
        log = self._instance.path("log", f"{program.name}.log")
        return (f"[program:{program.name}]\ncommand={quoted}\ndirectory={self._instance.root}\nautostart=false\nautorestart=true\n"
                f"startsecs=1\nstartretries=100\nstopsignal={program.stop_signal}\nstopwaitsecs={program.stop_seconds}\n"
                f"killasgroup=true\nredirect_stderr=true\nstdout_logfile={log}\n"
                f"stdout_logfile_maxbytes=64MB\nstdout_logfile_backups=1\nenvironment={environment}\n")


def _alive(pid: int) -> bool:
    """False for a zombie too: where process 1 is no real init, nobody collects a daemon that has ended."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _socket_path(instance: Instance) -> str:
    path = str(instance.path("run", "supervisor.sock"))
    if len(path) < 90:  # the kernel allows 107 characters, supervisor adds some
        return path
    return os.path.join(tempfile.gettempdir(), f"mib-{hashlib.sha256(path.encode()).hexdigest()[:16]}.sock")


class _UnixTransport(xmlrpc.client.Transport):
    def __init__(self, path: str):
        super().__init__()
        self._path = path

    def make_connection(self, host):
        connection = http.client.HTTPConnection(host)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.connect(self._path)
        return connection
