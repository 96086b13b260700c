"""What is noted of each API call: by way of Kafka where there is a broker, else in Redis at once.

Kafka is traced by hand, as in the plan: publishing and processing are parent and child of one trace.
"""

from __future__ import annotations

import json
import logging
import threading
from typing import Any, Protocol

from backend.settings import Settings
from backend.store import Store
from backend.telemetry import is_legacy
from confluent_kafka import Consumer, Producer
from opentelemetry import context, propagate, trace
from opentelemetry.trace import SpanKind

_TOPIC = "api-logs"
_log = logging.getLogger("backend.entries")


class Entries(Protocol):
    """Takes entries."""

    def add(self, entry: dict[str, Any]) -> None:
        """Notes one, without keeping the caller waiting for a broker."""


def _described(operation: str, group: str = "") -> dict[str, str]:
    """A messaging span's attributes, as the SDK's generation calls them."""
    if is_legacy():
        described = {
            "messaging.system": "kafka",
            "messaging.destination": _TOPIC,
            "messaging.destination_kind": "topic",
            "messaging.operation": operation,
            "messaging.kafka.consumer_group": group,
        }
    else:
        described = {
            "messaging.system": "kafka",
            "messaging.destination.name": _TOPIC,
            "messaging.operation.type": "send" if operation == "publish" else operation,
            "messaging.operation.name": operation,
            "messaging.consumer.group.name": group,
        }
    return {name: value for name, value in described.items() if value}


class ByKafka:
    """Publishes entries; a thread of this process consumes them and puts them into the list in Redis."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._tracer = trace.get_tracer("backend.entries")
        self._group = f"{settings.namespace}-log-writer"
        self._producer = Producer({"bootstrap.servers": settings.kafka, "linger.ms": 5})
        self._consumer = Consumer(
            {
                "bootstrap.servers": settings.kafka,
                "group.id": self._group,
                "auto.offset.reset": "earliest",
                "auto.commit.interval.ms": 1000,
                "allow.auto.create.topics": True,
            }
        )
        threading.Thread(target=self._consume, name="kafka-consumer", daemon=True).start()

    def add(self, entry: dict[str, Any]) -> None:
        """Publishes the entry, with the trace's context in its headers."""
        with self._tracer.start_as_current_span(
            f"{_TOPIC} publish", kind=SpanKind.PRODUCER, attributes=_described("publish")
        ):
            headers: dict[str, str] = {}
            propagate.inject(headers)
            self._producer.produce(_TOPIC, json.dumps(entry).encode(), headers=list(headers.items()))
            self._producer.poll(0)

    def _consume(self) -> None:
        self._consumer.subscribe([_TOPIC])
        while True:
            message = self._consumer.poll(1.0)
            if message is None:
                continue
            if message.error():
                _log.warning("Kafka: %s", message.error())
                continue
            self._process(message)

    def _process(self, message: Any) -> None:
        headers = {name: value.decode() for name, value in message.headers() or ()}
        token = context.attach(propagate.extract(headers))
        try:
            with self._tracer.start_as_current_span(
                f"{_TOPIC} process", kind=SpanKind.CONSUMER, attributes=_described("process", self._group)
            ):
                self._store.add_entry(json.loads(message.value()))
        except Exception:  # noqa: BLE001 - one bad message must not end the consumer
            _log.exception("a log entry could not be processed")
        finally:
            context.detach(token)


class Direct:
    """Puts entries into the list in Redis."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, entry: dict[str, Any]) -> None:
        """Within the request that it tells of."""
        self._store.add_entry(entry)


def keeper(settings: Settings, store: Store) -> Entries:
    """By Kafka where a broker is configured."""
    return ByKafka(settings, store) if settings.kafka else Direct(store)
