"""Are MariaDB, Redis and Kafka what is slow, full or broken?"""

from generator.board.accept import Accept
from generator.board.alert import Alert
from generator.board.board import Board, row, section
from generator.board.links import BoardLink, cell, field
from generator.board.panels import Column, Stat, Table, TimeSeries
from generator.board.use import Asked, use
from generator.board.variables import ChoicePicker, LabelPicker
from generator.signals import kafka, mariadb, redis, spans, traces
from generator.signals.pickers import DATABASES
from generator.signals.traceql import NEW_STATEMENT, OLD_STATEMENT, SERVICE_COLUMN

BACKEND = BoardLink("Backend of ${__field.labels.service}", "backend", (("service", field("service")),))
TRACE = BoardLink("Open this trace", "traces-logs", (("traceId", cell("traceIdHidden")),))
#: Tempo names a series of several labels `{name="GET", p=0.95, resource.service.name="shop"}`.
COMMAND_OF_SERVICE = (r'\{name="(.*)"(?:, p=[\d.]+)?, resource\.service\.name="(.*)"\}', "$2 $1")

dashboard = Board(
    key="database",
    title="Database Performance",
    order=40,
    tier="backend",
    question="Are MariaDB, Redis and Kafka what is slow, full or broken?",
    pickers=(
        LabelPicker("database", "Database server", DATABASES),
        ChoicePicker("min_duration", "Slower than", ("100ms", "10ms", "50ms", "250ms", "500ms", "1s")),
    ),
    alerts=(
        Alert(
            key="connections",
            title="MariaDB runs out of connections",
            signal=mariadb.CONNECTIONS_USED,
            panel="connections-used",
            by=("instance",),
            above=0.9,
            severity="critical",
            says="{{ $labels.instance }} uses {{ humanizePercentage $values.A.Value }} of its connections",
        ),
    ),
    rows=(
        row(
            Stat(key="mariadb", uses=(use(mariadb.AVAILABLE),)),
            Stat(key="connections-used", title="Connections used", uses=(use(mariadb.CONNECTIONS_USED),)),
            Stat(key="slow", title="Slow statements", uses=(use(mariadb.SLOW_QUERIES),)),
            Stat(key="redis", uses=(use(redis.AVAILABLE),)),
            Stat(key="hit-ratio", uses=(use(redis.HIT_RATIO),)),
            Stat(key="lag-now", uses=(use(kafka.CONSUMER_LAG),), title="Kafka consumer lag"),
        ),
        section(
            "sql",
            "MariaDB",
            TimeSeries(key="sql-rate", uses=(use(spans.SQL_RATE, "service", "operation"),), links=(BACKEND,)),
            TimeSeries(key="sql-errors", uses=(use(spans.SQL_ERRORS, "service"),), links=(BACKEND,)),
            TimeSeries(
                key="sql-p95", uses=(use(spans.SQL_P95, "service", "operation"),), exemplars=True, links=(BACKEND,)
            ),
            TimeSeries(
                key="commands",
                uses=(use(mariadb.COMMAND_RATE, "command"),),
                accept=(Accept("promql/topk-over-time", "MariaDB counts 150 commands: the eight of each moment"),),
            ),
            TimeSeries(key="connections", uses=(use(mariadb.CONNECTIONS, "instance"),)),
            TimeSeries(key="locks", uses=(use(mariadb.LOCKS, "instance"),)),
        ),
        # Statements hold what people typed: they are shown to those who unfold them.
        section(
            "statements",
            "Slow SQL statements, word for word",
            Table(
                key="slow-statements",
                uses=(use(traces.SLOW_STATEMENTS),),
                asked=Asked(table_type="spans"),
                columns=(
                    Column("spanID", "Span", links=(TRACE,), width=150),
                    Column("time", "Time", width=190),
                    Column(SERVICE_COLUMN, "Service", width=150),
                    Column("name", "Operation", width=120),
                    Column("duration", "Duration", unit="ns", width=100),
                    Column(OLD_STATEMENT, "Statement (old SDK)"),
                    Column(NEW_STATEMENT, "Statement (new SDK)"),
                    Column("traceIdHidden", "Trace"),
                ),
            ),
            collapsed=True,
        ),
        section(
            "redis",
            "Redis",
            TimeSeries(key="sessions", uses=(use(redis.SESSION_RATE),)),
            TimeSeries(key="cache", uses=(use(redis.CACHE_RATE),)),
            TimeSeries(key="list", uses=(use(redis.LIST_RATE),)),
            TimeSeries(key="calls", uses=(use(redis.CALL_RATE),), width=12, rename=COMMAND_OF_SERVICE, many=True),
            TimeSeries(key="calls-p95", uses=(use(redis.CALL_P95),), width=12, rename=COMMAND_OF_SERVICE, many=True),
            TimeSeries(key="memory", uses=(use(redis.MEMORY_BYTES, "instance"),), width=6),
            TimeSeries(key="clients", uses=(use(redis.CLIENT_COUNT, "instance"),), width=6),
            TimeSeries(key="keys-lost", uses=(use(redis.KEYS_LOST, "instance"),), width=6),
            TimeSeries(key="list-length", uses=(use(redis.LIST_LENGTH),), width=6),
        ),
        section(
            "kafka",
            "Kafka",
            TimeSeries(
                key="messages", uses=(use(spans.MESSAGE_RATE, "service", "operation"),), width=6, links=(BACKEND,)
            ),
            TimeSeries(
                key="message-p95", uses=(use(spans.MESSAGE_P95, "service", "operation"),), width=6, links=(BACKEND,)
            ),
            TimeSeries(
                key="throughput",
                uses=(use(kafka.THROUGHPUT),),
                width=6,
                accept=(Accept("promql/rate-of-gauge", "an offset only grows, whatever its name says"),),
            ),
            TimeSeries(key="lag", uses=(use(kafka.CONSUMER_LAG, "consumergroup", "topic"),), width=6),
        ),
    ),
)
