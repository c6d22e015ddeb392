#!/usr/bin/env python3
"""Receives the platform's webhooks and writes each down: what arrived, and whether its signature is right.

    receiver.py --listen 127.0.0.1:7301 --secret SECRET --out webhooks.jsonl

Every POST becomes one line of JSON: {"received_at", "path", "headers", "body", "signature_ok", "answered"}. `body` is the
parsed JSON, or the text where it is none. `signature_ok` checks X-MIB-Signature: sha256=HMAC-SHA256(secret, timestamp + "." + body)
with the timestamp of X-MIB-Timestamp. A line is on disk before its answer is sent, so that what was acknowledged is never missing.

The answer is 200 unless the query of the webhook's URL asks for trouble:
    status=500          that status
    delay=3             so many seconds late
    drop=1              the connection is closed instead
    times=2             only for the first two deliveries with the same X-MIB-Delivery-Id; 200 after
GET /count answers the number of lines written.
"""

import argparse
import collections
import datetime
import hashlib
import hmac
import http.server
import json
import os
import signal
import sys
import threading
import time
import urllib.parse

MAX_BODY = 1 << 20


class Journal:
    """Where deliveries are written down; shared by the threads of the server."""

    def __init__(self, path: str):
        self._file = open(path, "a", encoding="utf-8") if path else sys.stdout
        self._lock = threading.Lock()
        self._attempts: collections.Counter[str] = collections.Counter()
        self.count = 0

    def attempt(self, delivery_id: str) -> int:
        """Counts one more attempt of a delivery; the first is 1."""
        with self._lock:
            self._attempts[delivery_id] += 1
            return self._attempts[delivery_id]

    def write(self, record: dict) -> None:
        with self._lock:
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")
            self._file.flush()
            if self._file is not sys.stdout:
                os.fsync(self._file.fileno())
            self.count += 1


def signature_ok(secret: str, headers, body: bytes) -> bool:
    timestamp = headers.get("X-MIB-Timestamp", "")
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("X-MIB-Signature", ""), "sha256=" + expected)


def parsed(body: bytes):
    text = body.decode("utf-8", errors="replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


class Handler(http.server.BaseHTTPRequestHandler):
    """One delivery."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    secret: str
    journal: Journal

    def do_POST(self):
        try:
            length = int(self.headers.get("Content-Length", ""))
        except ValueError:
            length = -1
        if not 0 <= length <= MAX_BODY:
            self.close_connection = True
            return self._answer(411 if length < 0 else 413, b"")
        body = self.rfile.read(length)
        answer, delay, drop = self._wanted()
        self.journal.write({
            "received_at": datetime.datetime.now(datetime.timezone.utc).isoformat(),
            "path": self.path,
            "headers": dict(self.headers.items()),
            "body": parsed(body),
            "signature_ok": signature_ok(self.secret, self.headers, body),
            "answered": None if drop else answer,
        })
        time.sleep(delay)
        if drop:
            self.close_connection = True
        else:
            self._answer(answer, b"{}")

    def do_GET(self):
        if self.path == "/count":
            self._answer(200, str(self.journal.count).encode())
        else:
            self._answer(404, b"")

    def _wanted(self) -> tuple[int, float, bool]:
        """Status, delay in seconds and whether to drop, as the query asks for."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        attempt = self.journal.attempt(self.headers.get("X-MIB-Delivery-Id", ""))
        if attempt > int(query.get("times", sys.maxsize)):
            return 200, 0, False
        return int(query.get("status", 200)), float(query.get("delay", 0)), query.get("drop") == "1"

    def _answer(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            self.close_connection = True  # The sender did not wait.

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def serve(listen: str, secret: str, out: str) -> Server:
    """A server that is bound and not yet running; port 0 takes a free one."""
    host, _, port = listen.rpartition(":")
    handler = type("BoundHandler", (Handler,), {"secret": secret, "journal": Journal(out)})
    return Server((host, int(port)), handler)


def main() -> None:
    parser = argparse.ArgumentParser(description="Receives webhooks and writes each down.")
    parser.add_argument("--listen", default="127.0.0.1:7301", help="host:port (%(default)s)")
    parser.add_argument("--secret", required=True, help="the secret that deliveries are signed with")
    parser.add_argument("--out", default="", help="file that gets a line of JSON per delivery; standard output otherwise")
    arguments = parser.parse_args()
    server = serve(arguments.listen, arguments.secret, arguments.out)
    print(f"webhook receiver on {server.server_address[0]}:{server.server_address[1]}", file=sys.stderr, flush=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
