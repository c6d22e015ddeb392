"""A whole platform for the tests: real servers, real binaries, ports of its own, gone afterwards."""

import json
import os
import pathlib
import shutil
import tempfile
import time

import psycopg2
import pytest
import requests
from mib_local import infrastructure, market_data, up
from mib_local.layout import PROJECT, Instance, free_ports
from mib_local.platform import Platform

RELAXED = {"ip_per_minute": "600000", "ip_burst": "10000", "login_per_minute": "1000", "alpha_vantage_per_minute": "600"}


class Stack:
    """A platform under test, and a client's view of it."""

    def __init__(self, products: list[str], venue_options: list[str], settings: dict | None = None):
        self.folder = tempfile.mkdtemp(prefix="mib-e2e-")
        os.chmod(self.folder, 0o755)
        build = pathlib.Path(os.environ.get("MIB_TEST_BUILD", PROJECT / "build" / "release"))
        self.instance = Instance(self.folder, free_ports(), build)
        defaults = up.source_settings(self.instance, live=False) | RELAXED | {"coinbase_products": json.dumps(products)}
        self.platform = Platform(self.instance, defaults | (settings or {}))
        self.supervisor = self.platform.supervisor
        self.base = f"http://{self.instance.address('gateway')}"
        self.venue = f"http://{self.instance.address('replay_venue')}"
        self.receiver = f"http://{self.instance.address('webhook_receiver')}"
        self._venue_options = venue_options

    def start(self):
        self.platform.make_certificates()
        self.platform.configure()
        self.platform.start_infrastructure()
        self.platform.migrate()
        self.platform.create_topics()
        data = market_data.prepare()
        self.supervisor.run([up.replay_venue(self.instance, data, *self._venue_options), up.webhook_receiver(self.instance)])
        self.platform.start_services()
        self.platform.wait_until_ready()

    def stop(self):
        self.supervisor.shutdown()
        if not os.environ.get("MIB_KEEP_TESTS"):
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"kept: {self.folder}")

    def client(self, username: str = "admin", password: str | None = None) -> "Client":
        client = Client(self.base)
        client.login(username, password or self.instance.secret("admin-password"))
        return client

    def rows(self, sql: str, *parameters) -> list[tuple]:
        dsn = infrastructure.postgres_dsn(self.instance) + f" password={self.instance.secret('postgres')}"
        connection = psycopg2.connect(dsn)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql, parameters)
                return cursor.fetchall()
        finally:
            connection.close()

    def webhooks(self) -> list[dict]:
        path = self.instance.path("log", "webhooks.jsonl")
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def venue_status(self) -> dict:
        return requests.get(f"{self.venue}/venue/status", timeout=10).json()


class Client:
    """Somebody who calls the API."""

    def __init__(self, base: str):
        self._base = base
        self._session = requests.Session()
        self.token = ""

    def login(self, username: str, password: str):
        answer = self.request("POST", "/api/v1/auth/login", json={"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["data"]["access_token"]

    def request(self, method: str, path: str, **options) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        return self._session.request(method, self._base + path, headers=headers, timeout=20, **options)

    def get(self, path: str, **params):
        """`data` of a successful GET, with numbers as they were printed."""
        answer = self.request("GET", path, params=params)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text}"
        return json.loads(answer.text, parse_float=str, parse_int=str)["data"]

    def post(self, path: str, body):
        answer = self.request("POST", path, json=body)
        assert answer.status_code in (200, 201, 202), f"{path}: {answer.status_code} {answer.text}"
        return answer.json()["data"]

    def all_bars(self, symbol: str, interval: str) -> list[dict]:
        """Every stored bar, page after page."""
        bars, cursor = [], None
        while True:
            params = {"interval": interval, "limit": "5000"} | ({"cursor": cursor} if cursor else {})
            answer = self.request("GET", f"/api/v1/market-data/{symbol}/bars", params=params)
            assert answer.status_code == 200, answer.text
            body = json.loads(answer.text, parse_float=str, parse_int=str)
            bars += body["data"]
            pagination = body["metadata"].get("pagination", {})
            if not pagination.get("has_more"):
                return bars
            cursor = pagination["next_cursor"]

    def run_job(self, body: dict, timeout: float = 90) -> dict:
        job = self.post("/api/v1/monitoring/jobs", body)
        return eventually(lambda: self._ended(job["id"]), timeout, f"job {body}")

    def _ended(self, job: str):
        state = self.request("GET", f"/api/v1/monitoring/jobs/{job}").json()["data"]
        return state if state["status"] in ("completed", "failed", "cancelled") else None


def eventually(probe, timeout: float, what: str):
    """The first true result of `probe`; a failure that names `what` when there is none in time."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        result = probe()
        if result:
            return result
        time.sleep(0.2)
    raise AssertionError(f"not within {timeout:.0f} s: {what}")


@pytest.fixture(scope="session")
def stack():
    """The platform that most tests share: two generated products, four thousand trades, then a quiet venue."""
    stack = Stack(["GEN-A", "GEN-B"], ["--symbols", "GEN-A,GEN-B", "--generate-trades", "4000", "--rate", "2000", "--seed", "7"])
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture(scope="session")
def admin(stack):
    return stack.client()
