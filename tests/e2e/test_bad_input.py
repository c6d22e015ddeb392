"""Bad input of every kind gets the catalogue's clear error, never a 500, and the platform goes on."""

import base64
import json
import socket

import pytest
from conftest import eventually


def code(answer) -> str:
    return answer.json()["error"]["code"]


def check(answer, status: int, error: str):
    assert (answer.status_code, code(answer)) == (status, error), answer.text
    body = answer.json()
    assert body["metadata"]["request_id"].startswith("req_")
    assert body["error"]["message"]


def test_malformed_json(admin):
    check(admin.request("POST", "/api/v1/alerts/rules", data="{\"name\": ", headers={"Content-Type": "application/json"}), 400, "MALFORMED_REQUEST")


def test_every_wrong_field_is_named_at_once(admin):
    answer = admin.request("POST", "/api/v1/alerts/rules", json={"name": "", "symbol": "AAPL", "interval": "7m", "severity": "loud",
                                                                 "condition": {"kind": "price", "op": "above", "threshold": "1"}})
    check(answer, 422, "VALIDATION_FAILED")
    text = json.dumps(answer.json()["error"]["details"])
    assert all(field in text for field in ("name", "interval", "severity"))


def test_wrong_type(admin):
    check(admin.request("POST", "/api/v1/alerts/rules", json={"name": 7, "symbol": ["AAPL"]}), 422, "VALIDATION_FAILED")


def test_unknown_field(admin):
    answer = admin.request("POST", "/api/v1/auth/api-keys", json={"name": "k", "colour": "red"})
    check(answer, 422, "VALIDATION_FAILED")
    assert "colour" in answer.text


def test_unknown_symbol_suggests_the_nearest(admin):
    job = admin.run_job({"type": "daily", "source": "alpha_vantage", "symbols": ["MSFT"]})
    assert job["status"] == "completed", job
    eventually(lambda: admin.request("GET", "/api/v1/market-data/MSFT/quote").status_code == 200, 30, "a quote of MSFT")
    answer = admin.request("GET", "/api/v1/market-data/MSTF/quote")
    check(answer, 404, "INVALID_SYMBOL")
    assert answer.json()["error"]["details"]["symbol"] == "MSTF"
    assert "MSFT" in answer.json()["error"]["details"]["suggestion"]


def test_reversed_range(admin):
    check(admin.request("GET", "/api/v1/market-data/GEN-A/bars?start=2024-02-01&end=2024-01-01"), 400, "INVALID_TIME_RANGE")


def test_oversized_body(admin):
    check(admin.request("POST", "/api/v1/alerts/rules", data=b"x" * (2 << 20), headers={"Content-Type": "application/json"}), 413, "PAYLOAD_TOO_LARGE")


def test_no_such_path_and_wrong_method(admin):
    check(admin.request("GET", "/api/v1/nothing/here"), 404, "NOT_FOUND")
    answer = admin.request("DELETE", "/api/v1/auth/me")
    check(answer, 405, "METHOD_NOT_ALLOWED")
    assert "GET" in answer.headers["Allow"]


def test_no_credentials(stack, admin):
    answer = admin.request("GET", "/api/v1/auth/me", headers={"Authorization": ""})
    check(answer, 401, "UNAUTHENTICATED")
    assert "WWW-Authenticate" in answer.headers


def forged(token: str, header: dict | None = None, claims: dict | None = None, signature: bytes | None = None) -> str:
    def part(text: str) -> dict:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))

    def encode(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    old_header, old_claims, old_signature = token.split(".")
    new_header = encode(json.dumps(part(old_header) | header).encode()) if header else old_header
    new_claims = encode(json.dumps(part(old_claims) | claims).encode()) if claims else old_claims
    return f"{new_header}.{new_claims}.{old_signature if signature is None else encode(signature)}"


@pytest.mark.parametrize("forge", [
    lambda t: forged(t, header={"alg": "none"}, signature=b""),
    lambda t: forged(t, header={"alg": "HS256"}),
    lambda t: forged(t, claims={"permissions": ["system_config"], "roles": ["admin"]}),
    lambda t: forged(t, claims={"exp": 4102444800}),
    lambda t: forged(t, signature=b"\0" * 64),
    lambda t: t[:-4],
    lambda t: t + "x",
    lambda t: "x" * 20000,
])
def test_forged_tokens(admin, forge):
    check(admin.request("GET", "/api/v1/auth/me", headers={"Authorization": f"Bearer {forge(admin.token)}"}), 401, "UNAUTHENTICATED")


def test_a_viewer_may_not_start_jobs_and_is_told_which_permission_is_missing(stack, admin):
    admin.post("/api/v1/users", {"username": "vera", "email": "vera@example.com", "password": "a long enough sentence", "roles": ["viewer"]})
    viewer = stack.client("vera", "a long enough sentence")
    answer = viewer.request("POST", "/api/v1/monitoring/jobs", json={"type": "daily", "source": "alpha_vantage", "symbols": ["AAPL"]})
    check(answer, 403, "PERMISSION_DENIED")
    assert answer.json()["error"]["details"]["required"] == "write_data"


def test_a_wrong_password_and_an_unknown_user_answer_alike(stack, admin):
    answers = [admin.request("POST", "/api/v1/auth/login", json={"username": name, "password": "wrong"}) for name in ("nobody", "vera-nobody")]
    for answer in answers:
        check(answer, 401, "INVALID_CREDENTIALS")
    assert answers[0].json()["error"]["message"] == answers[1].json()["error"]["message"]


def test_an_api_key_works_until_it_is_revoked(stack, admin):
    made = admin.post("/api/v1/auth/api-keys", {"name": "notebook", "permissions": ["access_market_data"]})
    assert made["key"].startswith("mib_")
    anonymous = {"Authorization": "", "X-API-Key": made["key"]}
    assert admin.request("GET", "/api/v1/symbols", headers=anonymous).status_code == 200
    check(admin.request("GET", "/api/v1/monitoring/jobs", headers=anonymous), 403, "PERMISSION_DENIED")
    assert admin.request("DELETE", f"/api/v1/auth/api-keys/{made['api_key']['id']}").status_code == 204
    check(admin.request("GET", "/api/v1/symbols", headers={"Authorization": "", "X-API-Key": "mib_" + "x" * 43}), 401, "INVALID_API_KEY")


@pytest.mark.parametrize("raw", [
    b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"NONSENSE\r\n\r\n",
    b"GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00",
])
def test_raw_nonsense_is_refused_and_the_gateway_goes_on(stack, admin, raw):
    with socket.create_connection(("127.0.0.1", stack.instance.ports["gateway"]), timeout=20) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(4096)
    assert answer == b"" or answer.split(b" ")[1].startswith(b"4"), answer
    assert admin.request("GET", "/api/v1/auth/me").status_code == 200


def test_a_csv_row_that_cannot_be_used_is_kept_with_its_reason_and_the_rest_goes_in(stack, admin):
    stack.instance.path("import", "hostile.csv").write_text(
        "date,open,high,low,close,volume\n2024-01-02,10,12,9,11,100\n2024-01-03,10,8,9,11,100\n2024-01-04,ten,12,9,11,100\n2024-01-05,11,12,10,12,50\n")
    job = admin.run_job({"type": "import", "source": "my_desk", "symbols": ["DESK"], "interval": "1d", "file": "hostile.csv"})
    assert (job["status"], job["records_processed"], job["errors_count"]) == ("completed", 2, 2)

    def reasons_kept():
        reasons = [record["reason"] for record in admin.get("/api/v1/data-quality/quarantine") if record["symbol"] == "DESK"]
        return reasons if len(reasons) == 2 else None

    reasons = eventually(reasons_kept, 20, "both refused rows in quarantine")
    assert any("high" in reason for reason in reasons) and any("open" in reason for reason in reasons)
