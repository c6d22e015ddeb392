"""Metrics keep their names; a request and a trade are each one trace from the edge to the database."""

import json
import re

import pytest
import requests
from conftest import eventually
from mib_local.layout import PROJECT, services


# The libraries' counters carry labels (method, topic, result) that are known at the first use only.
LIBRARIES = ("mib_rpc_", "mib_kafka_", "mib_http_client_", "mib_redis_", "mib_postgres_")


def metric_names(text: str) -> set[str]:
    return set(re.findall(r"^# TYPE (mib_\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_metric_names_are_those_of_the_golden_file(stack, admin, service):
    text = requests.get(f"http://{stack.instance.address(service.id + '_admin')}/metrics", timeout=10).text
    golden = PROJECT / "services" / service.name / "metrics.txt"
    seen, expected = metric_names(text), set(golden.read_text().split())
    assert seen - expected == set(), "new names; add them to the golden file and to the README"
    assert {name for name in expected - seen if not name.startswith(LIBRARIES)} == set(), "names that are gone"


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_every_service_is_alive_and_ready(stack, service):
    for path in ("/healthz", "/readyz"):
        assert requests.get(f"http://{stack.instance.address(service.id + '_admin')}{path}", timeout=10).status_code == 200


def spans(stack) -> list[dict]:
    """Every finished span: service, name, trace id, span id, parent id."""
    found = []
    for service in services():
        path = stack.instance.path("log", f"{service.name}.traces.jsonl")
        for line in path.read_text().splitlines() if path.exists() else []:
            for resource in json.loads(line).get("resourceSpans", []):
                for scope in resource["scopeSpans"]:
                    found += [{"service": service.name, "name": span["name"], "trace": span["traceId"], "id": span["spanId"],
                               "parent": span.get("parentSpanId", "")} for span in scope["spans"]]
    return found


def test_one_request_is_one_trace_across_services(stack, admin):
    eventually(lambda: stack.rows("SELECT count(*) FROM core_engine.bars WHERE symbol = 'GEN-A' AND interval = '1s' AND is_final")[0][0] > 10, 60, "bars of GEN-A")
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = admin.request("GET", "/api/v1/indicators/GEN-A/sma?interval=1s&period=5", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert answer.status_code == 200, answer.text

    def complete():
        mine = [span for span in spans(stack) if span["trace"] == trace]
        return mine if {"gateway", "analytics", "core-engine"} <= {span["service"] for span in mine} else None

    mine = eventually(complete, 30, "spans of three services in one trace")
    known = {span["id"] for span in mine} | {"00f067aa0ba902b7"}
    assert all(span["parent"] in known for span in mine), mine
    assert any("postgres" in span["name"].lower() or "select" in span["name"].lower() for span in mine if span["service"] == "core-engine"), mine


def test_one_trade_is_one_trace_from_the_venue_to_the_database(stack):
    steps = {("ingestion", "publish trades"), ("core-engine", "process mib.market.trades.v1"), ("core-engine", "postgres copy"),
             ("notification", "process mib.market.bars.v1"), ("notification", "postgres query")}

    def whole():
        by_trace = {}
        for span in spans(stack):
            by_trace.setdefault(span["trace"], []).append(span)
        return next((trace for trace in by_trace.values() if steps <= {(span["service"], span["name"]) for span in trace}), None)

    trace = eventually(whole, 30, "a trace that begins in ingestion and goes on to the databases of core-engine and notification")
    assert [span["name"] for span in trace if not span["parent"]] == ["publish trades"], trace
    known = {span["id"] for span in trace} | {""}
    assert all(span["parent"] in known for span in trace), trace
