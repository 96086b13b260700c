"""MariaDB, Redis and Kafka, as their exporters report them, and as the collector's receivers do.

maria-1 has an exporter, maria-2 a receiver, maria-down an exporter that cannot reach it. redis-1 has an exporter and
a limit, redis-2 an exporter, no limit and no look-ups, redis-3 a receiver. Kafka's group "mail" is known to the
exporter (and to the receiver), group "audit" to the receiver alone.
"""

from __future__ import annotations

from exposition import Exposition

#: Statements a minute on the server with an exporter: the eight busiest are shown, a silent one never.
COMMANDS = {"select": 300, "insert": 60, "update": 50, "delete": 40, "commit": 30, "begin": 20, "set_option": 15}
RARE = {"show_status": 12, "change_db": 1, "rollback": 2}
NEVER = {"drop_table": 0}

#: A receiver's name -> the same as Mimir's own OTLP endpoint stores it.
BARE = {
    "mysql_uptime_seconds_total": "mysql_uptime",
    "mysql_commands_total": "mysql_commands",
    "mysql_row_locks_total": "mysql_row_locks",
    "mysql_threads": "mysql_threads",
    "redis_uptime_seconds_total": "redis_uptime",
    "redis_clients_connected": "redis_clients_connected",
    "redis_clients_blocked": "redis_clients_blocked",
    "redis_memory_used_bytes": "redis_memory_used",
    "redis_keyspace_hits_total": "redis_keyspace_hits",
    "redis_keyspace_misses_total": "redis_keyspace_misses",
    "redis_keys_expired_total": "redis_keys_expired",
    "redis_keys_evicted_total": "redis_keys_evicted",
    "kafka_brokers": "kafka_brokers",
    "kafka_consumer_group_lag_ratio": "kafka_consumer_group_lag",
    "kafka_consumer_group_offset_ratio": "kafka_consumer_group_offset",
    "kafka_partition_current_offset_ratio": "kafka_partition_current_offset",
}


def exporters(series: Exposition) -> None:
    """mysqld_exporter, redis_exporter and kafka_exporter."""
    maria = {"instance": "maria-1", "job": "mysqld"}
    status = "mysql_global_status_"
    series.gauge("mysql_up", maria, 1)
    series.gauge("mysql_up", {"instance": "maria-down", "job": "mysqld"}, 0)
    series.gauge(f"{status}threads_connected", maria, 30)
    series.gauge(f"{status}max_used_connections", maria, 60)
    series.gauge("mysql_global_variables_max_connections", maria, 150)
    series.counter(f"{status}slow_queries", maria, 3)
    series.counter(f"{status}innodb_row_lock_waits", maria, 12)
    series.counter(f"{status}innodb_deadlocks", maria, 1)
    for command, count in {**COMMANDS, **RARE, **NEVER}.items():
        series.counter(f"{status}commands_total", {**maria, "command": command}, count)
    for instance, limit, hits, misses in (("redis-1", 100e6, 90, 10), ("redis-2", 0, 0, 0)):
        server = {"instance": instance, "job": "redis"}
        series.gauge("redis_up", server, 1)
        series.gauge("redis_connected_clients", server, 5)
        series.gauge("redis_blocked_clients", server, 1)
        series.gauge("redis_memory_used_bytes", server, 40e6)
        series.gauge("redis_memory_max_bytes", server, limit)
        series.counter("redis_keyspace_hits_total", server, hits)
        series.counter("redis_keyspace_misses_total", server, misses)
        series.counter("redis_expired_keys_total", server, 6)
        series.counter("redis_evicted_keys_total", server, 0)
        series.gauge("redis_key_size", {**server, "key": "kafka_logs", "db": "db0"}, 100)
        series.gauge("redis_key_size", {**server, "key": "another", "db": "db0"}, 7)
    series.gauge("kafka_brokers", {"instance": "kafka-exporter"}, 3)
    for partition, lag in (("0", 4), ("1", 6)):
        for topic in ("orders", "__consumer_offsets"):
            labels = {"topic": topic, "partition": partition, "instance": "kafka-exporter"}
            series.gauge("kafka_consumergroup_lag", {"consumergroup": "mail", **labels}, lag)
            series.counter("kafka_topic_partition_current_offset", labels, 30)
            series.counter("kafka_consumergroup_current_offset", {"consumergroup": "mail", **labels}, 24)


def receivers(series: Exposition, *, suffixes: bool) -> None:
    """The collector's mysql, redis and kafkametrics receivers."""
    maria, server = {"instance": "maria-2"}, {"instance": "redis-3"}
    group = {"group": "audit", "topic": "payments", "partition": "0"}
    # A group that an exporter reports on as well.
    known = {"group": "mail", "topic": "orders", "partition": "0"}
    counters = [
        ("mysql_uptime_seconds_total", maria, 60),
        ("mysql_commands_total", {**maria, "command": "select"}, 90),
        ("mysql_row_locks_total", {**maria, "kind": "waits"}, 18),
        ("mysql_row_locks_total", {**maria, "kind": "time"}, 9000),
        ("redis_uptime_seconds_total", server, 60),
        ("redis_keyspace_hits_total", server, 30),
        ("redis_keyspace_misses_total", server, 10),
        ("redis_keys_expired_total", server, 12),
        ("redis_keys_evicted_total", server, 3),
        ("kafka_partition_current_offset_ratio", {"topic": "payments", "partition": "0"}, 42),
        ("kafka_consumer_group_offset_ratio", group, 36),
    ]
    gauges = [
        ("mysql_threads", {**maria, "kind": "connected"}, 12),
        ("mysql_threads", {**maria, "kind": "running"}, 2),
        ("redis_clients_connected", server, 8),
        ("redis_clients_blocked", server, 2),
        ("redis_memory_used_bytes", server, 20e6),
        ("kafka_brokers", {}, 3),
        ("kafka_consumer_group_lag_ratio", group, 5),
        ("kafka_consumer_group_lag_ratio", known, 4),
    ]
    for name, labels, number in counters:
        series.counter(name if suffixes else BARE[name], labels, number)
    for name, labels, number in gauges:
        series.gauge(name if suffixes else BARE[name], labels, number)
