"""Run with: python3 -m unittest tests/webhook_receiver/receiver_test.py"""

import hashlib
import hmac
import http.client
import json
import os
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import receiver  # noqa: E402


class ReceiverTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.out = os.path.join(self.folder.name, "hooks.jsonl")
        self.server = receiver.serve("127.0.0.1:0", "secret", self.out)
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def tearDown(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.server.RequestHandlerClass.journal._file.close()
        self.folder.cleanup()

    def post(self, path, body, secret="secret", delivery="d1"):
        signature = hmac.new(secret.encode(), b"1700000000." + body, hashlib.sha256).hexdigest()
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=10)
        try:
            connection.request("POST", path, body, {"X-MIB-Delivery-Id": delivery, "X-MIB-Timestamp": "1700000000",
                                                    "X-MIB-Signature": f"sha256={signature}"})
            return connection.getresponse().status
        finally:
            connection.close()

    def lines(self):
        with open(self.out, encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def test_a_delivery_is_written_down_with_its_headers_and_its_signature_checked(self):
        self.assertEqual(self.post("/alerts", b'{"id": "1"}'), 200)
        line, = self.lines()
        self.assertEqual(line["body"], {"id": "1"})
        self.assertEqual(line["headers"]["X-MIB-Delivery-Id"], "d1")
        self.assertTrue(line["signature_ok"])

    def test_a_wrong_secret_and_a_changed_body_are_seen(self):
        self.post("/alerts", b"{}", secret="other")
        self.assertFalse(self.lines()[0]["signature_ok"])
        headers = {"X-MIB-Timestamp": "1", "X-MIB-Signature": "sha256=" + hmac.new(b"secret", b"1.a", hashlib.sha256).hexdigest()}
        self.assertTrue(receiver.signature_ok("secret", headers, b"a"))
        self.assertFalse(receiver.signature_ok("secret", headers, b"b"))

    def test_text_that_is_no_json_is_kept_as_it_came(self):
        self.post("/alerts", "grüße".encode())
        self.assertEqual(self.lines()[0]["body"], "grüße")

    def test_trouble_lasts_as_long_as_asked_for_per_delivery(self):
        statuses = [self.post("/alerts?status=503&times=2", b"{}") for _ in range(3)]
        self.assertEqual(statuses, [503, 503, 200])
        self.assertEqual(self.post("/alerts?status=503&times=2", b"{}", delivery="d2"), 503)
        self.assertEqual([line["answered"] for line in self.lines()], [503, 503, 200, 503])

    def test_a_dropped_delivery_gets_no_answer_and_is_written_down(self):
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            self.post("/alerts?drop=1", b"{}")
        self.assertIsNone(self.lines()[0]["answered"])

    def test_the_number_of_deliveries_can_be_asked_for(self):
        self.post("/alerts", b"{}")
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=10)
        connection.request("GET", "/count")
        self.assertEqual(connection.getresponse().read(), b"1")
        connection.close()


if __name__ == "__main__":
    unittest.main()
