"""Kafka brokers and consumer groups, by kafka_exporter or by the collector's kafkametrics receiver."""

from __future__ import annotations

from generator.signals.instrument import Instrument
from generator.signals.promql import aggregate, matchers, rate, relabel
from generator.signals.servers import received, server
from generator.signals.signal import Kind, Query, Signal, Step, View, one

BROKERS = "kafka_brokers"
LAG = "kafka_consumergroup_lag"
PRODUCED = "kafka_topic_partition_current_offset"
CONSUMED = "kafka_consumergroup_current_offset"

R_LAG = Instrument("kafka.consumer_group.lag", "1", "gauge")
R_BROKERS = Instrument("kafka.brokers", "", "updown")
R_PRODUCED = Instrument("kafka.partition.current_offset", "1", "gauge")
R_CONSUMED = Instrument("kafka.consumer_group.offset", "1", "gauge")

#: Kafka's own bookkeeping topic.
_NO_INTERNAL = 'topic!="__consumer_offsets"'
_GROUP = ("consumergroup", "topic")
_NO_EXPORTER = "No Kafka metrics: run kafka_exporter, or the collector's kafkametrics receiver"


def _per_group(exporter: str, receiver: str) -> str:
    """By consumer group and topic. The receiver calls the group `group`."""
    renamed = relabel(receiver, "consumergroup", "group", "(.+)")
    return f"{aggregate('sum', _GROUP, exporter)} or {aggregate('sum', _GROUP, renamed)}"


def _lag(view: View) -> str:
    selector = matchers(_NO_INTERNAL, server(view))
    groups = _per_group(LAG + selector, received(R_LAG, view) + selector)
    return groups if view.by == _GROUP else aggregate("sum", view.by, groups)


def _offsets(view: View) -> tuple[Query, ...]:
    # Offsets are gauges, but they only grow: `rate` of them is messages per second.
    selector = matchers(_NO_INTERNAL, server(view))
    produced = aggregate("sum", ("topic",), rate(PRODUCED, selector, view.window))
    by_receiver = aggregate("sum", ("topic",), rate(received(R_PRODUCED, view), selector, view.window))
    consumed = _per_group(
        rate(CONSUMED, selector, view.window),
        rate(received(R_CONSUMED, view), selector, view.window),
    )
    return (
        Query(f"{produced} or {by_receiver}", "published {{topic}}"),
        Query(consumed, "consumed {{topic}} by {{consumergroup}}"),
    )


def _available(view: View) -> tuple[Query, ...]:
    picked = matchers(server(view))
    return (Query(f"(max({BROKERS}{picked}) or max({received(R_BROKERS, view)}{picked})) > bool 0", "Kafka"),)


AVAILABLE = Signal(
    id="kafka.up",
    title="Kafka",
    shows="Whether at least one Kafka broker is there.",
    healthy="Healthy: Up.",
    next="Next: without a broker messages are lost or wait in the publisher: see its error logs.",
    unit="none",
    kind=Kind.STATE,
    source="prometheus",
    queries=_available,
    empty=_NO_EXPORTER,
    states=((0, "Down", "red"), (1, "Up", "green")),
    steps=(Step(1, "green"),),
    maximum=1,
)

CONSUMER_LAG = Signal(
    id="kafka.lag",
    title="Consumer lag",
    shows="Messages that are published but not yet consumed, by consumer group and topic.",
    healthy="Healthy: near 0, and back to it soon after a burst.",
    next="Next: growing lag is a consumer that is slow or gone: see its logs and traces.",
    unit="locale",
    kind=Kind.GAUGE,
    source="prometheus",
    queries=one(_lag, "lag"),
    empty=_NO_EXPORTER,
    by=_GROUP,
    decimals=0,
)

THROUGHPUT = Signal(
    id="kafka.throughput",
    title="Kafka messages by topic",
    shows="Messages per second that the brokers take and that the groups read.",
    healthy="Healthy: both lines of a topic lie on each other.",
    next="Next: publishing above consuming is lag in the making.",
    unit="mps",
    kind=Kind.RATE,
    source="prometheus",
    queries=_offsets,
    empty=_NO_EXPORTER,
)
