"""What one backend is told by its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Where a backend's servers are, and how it shows itself."""

    service: str
    #: The tenant: its Kubernetes namespace, and its database in MariaDB.
    namespace: str
    #: Loopback, unless a container asks for more: the demo's passwords are no secret.
    host: str
    port: int
    mariadb_host: str
    mariadb_port: int
    mariadb_password: str
    redis_url: str
    #: Kafka's bootstrap servers; empty: log entries go to Redis directly.
    kafka: str
    #: "otlp", "stdout" (JSON lines, for a collector of pods' logs) or "both".
    logs: str
    #: How many of the calls go wrong by themselves: 0 none, 1 all.
    trouble: float


def from_environment() -> Settings:
    """The settings; what is not set is as it is in the cluster of the monitoring plan."""
    value = os.environ.get
    namespace = value("NAMESPACE", "hyunjun")
    return Settings(
        service=value("BACKEND_SERVICE_NAME", f"{namespace}-backend"),
        namespace=namespace,
        host=value("HOST", "127.0.0.1"),
        port=int(value("PORT", "5000")),
        mariadb_host=value("MARIADB_HOST", "mariadb"),
        mariadb_port=int(value("MARIADB_PORT", "3306")),
        mariadb_password=value("MARIADB_PASSWORD", ""),
        redis_url=value("REDIS_URL", "redis://redis:6379/0"),
        kafka=value("KAFKA_BOOTSTRAP", ""),
        logs=value("LOGS", "otlp"),
        trouble=float(value("TROUBLE", "0.04")),
    )
