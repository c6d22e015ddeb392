"""Prints bars as they close. Needs: confluent-kafka, protobuf, and the contracts compiled by protoc (see docs/consume.md)."""

import sys
from decimal import Decimal

from confluent_kafka import Consumer
from mib.market.v1 import market_pb2


def number(decimal: market_pb2.Decimal) -> Decimal:
    return Decimal(decimal.unscaled_high * 2**64 + decimal.unscaled).scaleb(-decimal.scale)


consumer = Consumer({"bootstrap.servers": sys.argv[1], "group.id": "my-desk", "auto.offset.reset": "earliest"})
consumer.subscribe(["mib.market.bars.v1"])
while True:
    record = consumer.poll(1.0)
    if record is None or record.error():
        continue
    bar = market_pb2.Bar.FromString(record.value())
    if bar.is_final:
        print(bar.symbol, bar.interval, bar.open_time.ToJsonString(), number(bar.close), number(bar.volume), flush=True)
