"""A Kafka broker for machines without one: librdkafka's built-in mock cluster, and an exporter of what it holds.

The numbers are read from the mock cluster by Kafka's own protocol; the names are those of kafka_exporter.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from confluent_kafka import Consumer, Producer, TopicPartition

from demo.exposition import Family, serve
from demo.process import LOOPBACK

_SECONDS = 5.0
_HELP = "Of the demo's mock Kafka cluster, in the names of kafka_exporter."
_GROUP = "hyunjun-log-writer"


class Broker:
    """A mock cluster of one broker. It lives as long as this process."""

    def __init__(self) -> None:
        self._producer = Producer({"test.mock.num.brokers": 1})
        (broker,) = self._producer.list_topics(timeout=_SECONDS).brokers.values()
        self.address = f"{broker.host}:{broker.port}"
        # Never subscribes: it only asks for offsets, in the name of the group.
        self._asking = Consumer({"bootstrap.servers": self.address, "group.id": _GROUP})

    def families(self) -> Iterator[Family]:
        """What kafka_exporter would say of the cluster."""
        known = self._producer.list_topics(timeout=_SECONDS)
        yield Family("kafka_brokers", "gauge", _HELP, (({}, len(known.brokers)),))
        partitions = [
            TopicPartition(name, number) for name, topic in known.topics.items() for number in topic.partitions
        ]
        ends = {(one.topic, one.partition): self._asking.get_watermark_offsets(one)[1] for one in partitions}
        yield self._family("kafka_topic_partition_current_offset", ends)
        committed = {
            (one.topic, one.partition): max(one.offset, 0)
            for one in self._asking.committed(partitions, timeout=_SECONDS)
        }
        yield self._family("kafka_consumergroup_current_offset", committed, _GROUP)
        lag = {place: max(ends[place] - offset, 0) for place, offset in committed.items()}
        yield self._family("kafka_consumergroup_lag", lag, _GROUP)

    @staticmethod
    def _family(name: str, values: dict[tuple[str, int], Any], group: str = "") -> Family:
        owner = {"consumergroup": group} if group else {}
        samples = (
            ({**owner, "topic": topic, "partition": str(number)}, value) for (topic, number), value in values.items()
        )
        return Family(name, "gauge", _HELP, tuple(samples))


def main() -> None:
    """Starts the cluster, writes its address into a file, and serves its metrics."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="where the exporter listens")
    parser.add_argument("--address-file", type=Path, required=True, help="gets the address of the cluster")
    told = parser.parse_args()
    broker = Broker()
    told.address_file.write_text(broker.address, "utf-8")
    serve((LOOPBACK, told.port), broker.families)


if __name__ == "__main__":
    main()
