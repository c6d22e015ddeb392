"""Where an instance keeps its files, and on which ports it listens."""

import csv
import dataclasses
import os
import pathlib
import secrets
import socket

PROJECT = pathlib.Path(__file__).resolve().parents[3]

# Ports of what is not in services/services.csv. MIB_PORT_<NAME> moves one: MIB_PORT_GATEWAY=9000.
OTHER_PORTS = {
    "gateway": 8000,
    "kafka": 19092,
    "kafka_controller": 19093,
    "postgres": 15432,
    "redis": 16379,
    "replay_venue": 7300,
    "webhook_receiver": 7301,
}


@dataclasses.dataclass(frozen=True)
class Service:
    name: str
    grpc_port: int
    admin_port: int

    @property
    def id(self) -> str:
        """The name as an identifier: database role and schema, protobuf package."""
        return self.name.replace("-", "_")


def services() -> list[Service]:
    with open(PROJECT / "services" / "services.csv", newline="") as file:
        return [Service(row["name"], int(row["grpc_port"]), int(row["admin_port"])) for row in csv.DictReader(file)]


def default_ports() -> dict[str, int]:
    ports = dict(OTHER_PORTS)
    for service in services():
        if service.grpc_port:
            ports[f"{service.id}_grpc"] = service.grpc_port
        ports[f"{service.id}_admin"] = service.admin_port
    return {name: int(os.environ.get(f"MIB_PORT_{name.upper()}", port)) for name, port in ports.items()}


def free_ports() -> dict[str, int]:
    """A port of its own for everything, free at this moment; for tests."""
    held = []
    ports = {}
    for name in default_ports():
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        held.append(listener)
        ports[name] = listener.getsockname()[1]
    for listener in held:
        listener.close()
    return ports


@dataclasses.dataclass
class Instance:
    """One platform: a folder, ports, and the binaries it runs."""

    root: pathlib.Path
    ports: dict[str, int]
    build: pathlib.Path

    def __post_init__(self):
        self.root = pathlib.Path(self.root).absolute()

    def path(self, *parts: str) -> pathlib.Path:
        """A path below the instance's folder, whose parent exists."""
        path = self.root.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def folder(self, *parts: str) -> pathlib.Path:
        path = self.root.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def address(self, name: str) -> str:
        return f"127.0.0.1:{self.ports[name]}"

    def binary(self, name: str) -> pathlib.Path:
        return self.build / "bin" / name

    def secret(self, name: str, value: str = "") -> str:
        """A secret of this instance, in a file that only its owner reads: `value`, or one made at the first call and kept."""
        path = self.secret_file(name)
        if value or not path.exists():
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write((value or secrets.token_urlsafe(24)) + "\n")
        return path.read_text().strip()

    def key(self, name: str) -> pathlib.Path:
        """The file of a 32-byte key, made at the first call."""
        path = self.secret_file(name)
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(32))
        return path

    def secret_file(self, name: str) -> pathlib.Path:
        folder = self.folder("secrets")
        folder.chmod(0o700)
        return folder / name


def development() -> Instance:
    """The instance of `./dev up`."""
    return Instance(PROJECT / ".local", default_ports(), PROJECT / "build" / "release")
