"""The documentation's own consumer, run as a stranger would."""

import os
import subprocess
import sys
from decimal import Decimal

from conftest import eventually
from mib_local.layout import PROJECT


def test_the_documented_consumer_prints_the_bars_that_the_database_has(stack, admin, tmp_path):
    eventually(lambda: stack.rows("SELECT 1 FROM core_engine.bars WHERE symbol = 'GEN-A' AND interval = '1s' AND is_final LIMIT 1"), 60, "final bars")
    generated = tmp_path / "gen"
    generated.mkdir()
    subprocess.run(["protoc", "-Iproto", f"--python_out={generated}", "proto/mib/api/v1/annotations.proto", "proto/mib/market/v1/market.proto"],
                   cwd=PROJECT, check=True)
    process = subprocess.Popen([sys.executable, "docs/examples/consume_bars.py", stack.instance.address("kafka")], cwd=PROJECT,
                               env={**os.environ, "PYTHONPATH": str(generated)}, stdout=subprocess.PIPE, text=True)
    try:
        lines = [process.stdout.readline().split() for _ in range(20)]
    finally:
        process.kill()
    for symbol, interval, time, close, volume in lines:
        row = stack.rows("SELECT close, volume FROM core_engine.bars WHERE symbol = %s AND interval = %s AND open_time = %s", symbol, interval, time)
        assert row, (symbol, interval, time)
    # A later revision may differ; the last one printed for a bar is checked where it is the stored one.
    assert any(stack.rows("SELECT 1 FROM core_engine.bars WHERE symbol = %s AND interval = %s AND open_time = %s AND close = %s AND volume = %s",
                          s, i, t, Decimal(c), Decimal(v)) for s, i, t, c, v in lines)
