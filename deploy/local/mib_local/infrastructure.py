"""The private Kafka, PostgreSQL and Redis of an instance: how they are set up and how they are started."""

import os
import pathlib
import pwd
import re
import shutil
import socket
import subprocess

from .console import Failure, run_logged, wait_for
from .layout import PROJECT, Instance, services
from .supervisor import Program

POSTGRES_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
# A fixed one: ids that begin with '-' break Kafka's storage tool.
KAFKA_CLUSTER_ID = "MarketIntelBrain-00001"


def kafka_jars() -> pathlib.Path:
    """Apache Kafka's jars, fetched by Maven once for all instances of this checkout."""
    jars = PROJECT / ".local" / "cache" / "kafka"
    complete = jars / ".complete"
    pom = PROJECT / "deploy" / "local" / "kafka" / "pom.xml"
    if not complete.exists() or complete.read_text() != pom.read_text():
        shutil.rmtree(jars, ignore_errors=True)
        run_logged(["mvn", "-q", "-B", "-f", pom, "dependency:copy-dependencies", "-DincludeScope=runtime",
                    f"-DoutputDirectory={jars}", f"-DbuildDirectory={PROJECT / '.local' / 'cache' / 'maven'}"],
                   PROJECT / ".local" / "log" / "maven.log", "Fetching Kafka with Maven")
        complete.write_text(pom.read_text())
    return jars


def kafka(instance: Instance) -> Program:
    jars = kafka_jars()
    properties = instance.path("kafka", "server.properties")
    data = instance.folder("kafka", "data")
    broker, controller = instance.address("kafka"), instance.address("kafka_controller")
    template = (PROJECT / "deploy" / "local" / "kafka" / "server.properties").read_text()
    properties.write_text(template.replace("@BROKER@", broker).replace("@CONTROLLER@", controller)
                          .replace("@DATA@", str(data)))
    logging = PROJECT / "deploy" / "local" / "kafka" / "log4j.properties"
    java = ["java", "-Xms256m", "-Xmx384m", "-XX:+UseSerialGC", f"-Dlog4j.configuration=file:{logging}", "-cp", f"{jars}/*"]
    if not (data / "meta.properties").exists():
        run_logged([*java, "kafka.tools.StorageTool", "format", "-t", KAFKA_CLUSTER_ID, "-c", properties],
                   instance.path("log", "kafka-format.log"), "Formatting Kafka's storage")
    return Program("kafka", [*java, "kafka.Kafka", str(properties)], stop_seconds=20)


def redis(instance: Instance) -> Program:
    folder = instance.folder("redis")
    config = folder / "redis.conf"
    config.write_text(f"bind 127.0.0.1\nport {instance.ports['redis']}\ndir {folder}\nrequirepass {instance.secret('redis')}\n"
                      "save \"\"\nappendonly no\nmaxmemory 256mb\nmaxmemory-policy allkeys-lru\n")
    config.chmod(0o600)
    return Program("redis", ["redis-server", str(config)])


def postgres(instance: Instance) -> Program:
    data = instance.path("postgres", "data")
    if not (data / "PG_VERSION").exists():
        _init_postgres(instance, data)
    command = [str(POSTGRES_BIN / "postgres"), "-D", str(data), "-p", str(instance.ports["postgres"])]
    return Program("postgres", [*_as_postgres_user(instance), *command], stop_signal="INT", stop_seconds=20)


def postgres_dsn(instance: Instance, user: str = "postgres", database: str = "mib") -> str:
    return f"host=127.0.0.1 port={instance.ports['postgres']} dbname={database} user={user}"


def psql(instance: Instance, sql: str, database: str = "mib") -> str:
    """Runs SQL as the superuser; returns what it prints, unaligned."""
    result = subprocess.run(
        ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-A", "-t", "-F", "\t", "-d", postgres_dsn(instance, database=database)],
        input=sql, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": instance.secret("postgres")})
    if result.returncode != 0:
        raise Failure(f"PostgreSQL refused: {result.stderr.strip()}")
    return result.stdout.strip()


def create_databases(instance: Instance) -> None:
    """The database, and for each service a role that owns the schema of its name and sees no other."""
    if not psql(instance, "SELECT 1 FROM pg_database WHERE datname = 'mib'", database="postgres"):
        psql(instance, "CREATE DATABASE mib", database="postgres")
        psql(instance, "REVOKE ALL ON DATABASE mib FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for service in services():
        if not (PROJECT / "services" / service.name / "migrations").is_dir():
            continue
        password = instance.secret(f"postgres-{service.name}")
        if not psql(instance, f"SELECT 1 FROM pg_roles WHERE rolname = '{service.id}'"):
            psql(instance, f"CREATE ROLE {service.id} LOGIN PASSWORD '{password}';"
                           f"CREATE SCHEMA {service.id} AUTHORIZATION {service.id};"
                           f"GRANT CONNECT, TEMPORARY ON DATABASE mib TO {service.id}")


def wait_until_up(instance: Instance) -> None:
    wait_for("PostgreSQL", lambda: psql(instance, "SELECT 1", database="postgres"), 30, "See ./dev logs postgres")
    wait_for("Redis", lambda: _accepts(instance.ports["redis"]), 15, "See ./dev logs redis")
    wait_for("Kafka", lambda: _kafka_answers(instance), 60, "See ./dev logs kafka")


def check_ports_free(instance: Instance, names: list[str]) -> None:
    """Fails with the name of the port and of the process that has it."""
    for name in names:
        port = instance.ports[name]
        if _accepts(port):
            raise Failure(f"port {port} ({name}) is taken{_owner_of(port)}. Stop that process, or choose another port: "
                          f"MIB_PORT_{name.upper()}=<free port> ./dev up")


def _init_postgres(instance: Instance, data: pathlib.Path) -> None:
    if not POSTGRES_BIN.is_dir():
        raise Failure(f"{POSTGRES_BIN} is missing; install postgresql-15")
    data.mkdir(parents=True, exist_ok=True)
    password = instance.path("postgres", "password")
    password.write_text(instance.secret("postgres") + "\n")
    if os.geteuid() == 0:
        for path in (data.parent, data, password):
            shutil.chown(path, "postgres", "postgres")
    password.chmod(0o600)
    run_logged([*_as_postgres_user(instance), POSTGRES_BIN / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256",
                f"--pwfile={password}", "-E", "UTF8", "--locale=C", "--no-instructions"],
               instance.path("log", "initdb.log"), "initdb", cwd="/")
    password.unlink()
    settings = (PROJECT / "deploy" / "local" / "postgresql.conf").read_text()
    with open(data / "postgresql.conf", "a") as config:
        config.write(settings.replace("@SOCKETS@", str(data)))


def _as_postgres_user(instance: Instance) -> list[str]:
    """PostgreSQL refuses to run as root: root starts it as Debian's postgres user, who may not be able to walk to our folder."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError as error:
        raise Failure("there is no user 'postgres'; install postgresql-15") from error
    command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    reachable = subprocess.run([*command, "test", "-x", str(instance.root)], capture_output=True).returncode == 0
    if not reachable:
        command += ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return command


def _accepts(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _kafka_answers(instance: Instance) -> bool:
    result = subprocess.run(["kcat", "-L", "-m", "2", "-b", instance.address("kafka")], capture_output=True, text=True)
    return result.returncode == 0 and "1 brokers" in result.stdout


def _owner_of(port: int) -> str:
    """' by nginx (pid 12)' where /proc tells it, else nothing."""
    inode = None
    for line in open("/proc/net/tcp").readlines()[1:]:
        fields = line.split()
        if int(fields[1].split(":")[1], 16) == port and fields[3] == "0A":
            inode = fields[9]
    if inode:
        for process in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if any(re.fullmatch(rf"socket:\[{inode}\]", os.readlink(fd)) for fd in (process / "fd").iterdir()):
                    return f" by {(process / 'comm').read_text().strip()} (pid {process.name})"
            except OSError:
                continue
    return ""
