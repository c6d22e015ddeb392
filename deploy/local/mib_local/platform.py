"""The services of an instance: their configuration, their schema, and starting them."""

import json
import os
import string
import subprocess
import urllib.error
import urllib.request

from . import certificates, infrastructure
from .console import Failure, run_logged, wait_for
from .layout import PROJECT, Instance, services
from .supervisor import Program, Supervisor

# What the templates' ${...} are where the caller does not say.
DEFAULTS = {"otlp_endpoint": "", "log_level": "info", "ip_per_minute": "6000", "ip_burst": "1000", "login_per_minute": "60",
            "user_per_hour": "100000", "alpha_vantage_per_minute": "60", "trace_sample_ratio": "1"}
TEMPLATES = PROJECT / "deploy" / "local" / "config"


class Platform:
    """Starts in steps, so that a caller can show them. Each step does nothing where its work is done already."""

    def __init__(self, instance: Instance, settings: dict[str, str] | None = None):
        """`settings` fill the ${...} of the configuration templates beside the instance's own ports and folders."""
        self.instance = instance
        self.supervisor = Supervisor(instance)
        self._settings = settings or {}

    def make_certificates(self) -> int:
        return certificates.make(self.instance)

    def start_infrastructure(self) -> list[str]:
        running = self.supervisor.states() if self.supervisor.running() else {}
        infrastructure.check_ports_free(self.instance, [n for n in ("kafka", "postgres", "redis") if running.get(n) != "RUNNING"])
        self.supervisor.start()
        started = self.supervisor.run([infrastructure.postgres(self.instance), infrastructure.redis(self.instance),
                                       infrastructure.kafka(self.instance)])
        infrastructure.wait_until_up(self.instance)
        return started

    def migrate(self) -> None:
        infrastructure.create_databases(self.instance)
        for service in services():
            folder = PROJECT / "services" / service.name / "migrations"
            if folder.is_dir():
                self._mibctl("migrate", "--dsn", infrastructure.postgres_dsn(self.instance, service.id), "--password-file",
                             self._password_file(service.name), "--schema", service.id, "--dir", folder)

    def create_topics(self) -> None:
        self._mibctl("topics", "--brokers", self.instance.address("kafka"))

    def configure(self) -> None:
        """Writes config/<service>.yaml from the templates."""
        self.instance.key("sealing-key")
        self.instance.secret("alpha-vantage", os.environ.get("MIB_ALPHA_VANTAGE_KEY", "demo"))
        self.instance.secret("admin-password")
        self.instance.secret("webhook")
        self.instance.folder("import")
        values = {name: str(port) for name, port in self.instance.ports.items()}
        values |= {"root": str(self.instance.root), "build": str(self.instance.build), "certs": str(self.instance.folder("certs")),
                   "secrets": str(self.instance.folder("secrets")), "log": str(self.instance.folder("log"))}
        values |= DEFAULTS | self._settings
        for service in services():
            self.instance.secret(f"postgres-{service.name}")
            template = string.Template((TEMPLATES / f"{service.name}.yaml").read_text())
            config = self.instance.path("config", f"{service.name}.yaml")
            config.write_text(template.substitute(values))

    def start_services(self) -> list[str]:
        running = self.supervisor.states()
        names = [service.name for service in services()]
        if running.get("gateway") != "RUNNING":
            infrastructure.check_ports_free(self.instance, ["gateway"])
        return self.supervisor.run([self.service_program(name) for name in names])

    def service_program(self, name: str) -> Program:
        return Program(name, [str(self.instance.binary(name)), "--config", str(self.instance.path("config", f"{name}.yaml"))],
                       stop_seconds=35)

    def wait_until_ready(self, timeout: float = 60, names: list[str] | None = None) -> None:
        for service in (s for s in services() if names is None or s.name in names):
            wait_for(f"{service.name} becoming ready", lambda s=service: self.ready(s.id), timeout,
                     f"See ./dev logs {service.name}")

    def ready(self, service_id: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.instance.address(service_id + '_admin')}/readyz", timeout=2) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            raise Failure(error.read().decode(errors="replace").strip()) from error

    def _password_file(self, service: str) -> str:
        self.instance.secret(f"postgres-{service}")
        return str(self.instance.secret_file(f"postgres-{service}"))

    def _mibctl(self, *arguments) -> None:
        run_logged([self.instance.binary("mibctl"), *arguments], self.instance.path("log", f"mibctl-{arguments[0]}.log"),
                   f"mibctl {arguments[0]}")


class Api:
    """The gateway's API, from the side of a client."""

    def __init__(self, base: str):
        self._base = base
        self.token = ""

    def login(self, username: str, password: str) -> None:
        answer = self.call("POST", "/api/v1/auth/login", {"username": username, "password": password})
        self.token = answer["data"]["access_token"]

    def get(self, path: str):
        return self.call("GET", path)["data"]

    def call(self, method: str, path: str, body=None) -> dict:
        request = urllib.request.Request(self._base + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", "application/json")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                text = answer.read()
                return json.loads(text) if text else {}
        except urllib.error.HTTPError as error:
            raise Failure(f"{method} {path}: {error.code} {error.read().decode(errors='replace')[:500]}") from error


def git_version() -> str:
    result = subprocess.run(["git", "-C", str(PROJECT), "describe", "--always", "--dirty"], capture_output=True, text=True)
    return result.stdout.strip() or "unknown"
