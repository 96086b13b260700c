"""MariaDB: users and messages, over a small pool that reports its use."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymysql
from backend.settings import Settings
from opentelemetry import metrics
from pymysql.cursors import DictCursor

_SIZE = 4
_TABLES = (
    "CREATE TABLE IF NOT EXISTS users (name VARCHAR(64) PRIMARY KEY, password VARCHAR(255) NOT NULL)",
    """CREATE TABLE IF NOT EXISTS messages (
        id BIGINT AUTO_INCREMENT PRIMARY KEY,
        user VARCHAR(64) NOT NULL,
        text TEXT NOT NULL,
        created TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        INDEX (user, id)
    )""",
)


class Database:
    """The application's statements. Errors of the server are raised as PyMySQL gives them."""

    def __init__(self, settings: Settings) -> None:
        self._address = {
            "host": settings.mariadb_host,
            "port": settings.mariadb_port,
            "user": settings.namespace,
            "password": settings.mariadb_password,
            "database": settings.namespace,
        }
        self._idle: queue.LifoQueue[Any] = queue.LifoQueue(_SIZE)
        # The name that SQLAlchemy's instrumentation gives the same thing.
        usage = metrics.get_meter("backend.database").create_up_down_counter(
            "db.client.connections.usage", unit="connections", description="Connections of the pool, by state"
        )
        pool = f"{settings.mariadb_host}:{settings.mariadb_port}/{settings.namespace}"
        self._count = lambda change, state: usage.add(change, {"pool.name": pool, "state": state})
        for _ in range(_SIZE):
            self._idle.put(None)
        self._count(_SIZE, "idle")

    def make_tables(self) -> None:
        """Makes the tables that are missing."""
        for statement in _TABLES:
            self._run(statement)

    def add_user(self, name: str, password: str) -> bool:
        """Whether the user is new."""
        try:
            self._run("INSERT INTO users (name, password) VALUES (%s, %s)", name, password)
        except pymysql.err.IntegrityError:
            return False
        return True

    def password_of(self, name: str) -> str | None:
        """The hash, or None if nobody is called so."""
        rows = self._run("SELECT password FROM users WHERE name = %s", name)
        return rows[0]["password"] if rows else None

    def save(self, user: str, text: str) -> None:
        """Stores one message."""
        self._run("INSERT INTO messages (user, text) VALUES (%s, %s)", user, text)

    def messages(self, user: str) -> list[dict[str, Any]]:
        """The user's newest 20."""
        return self._run("SELECT id, text, created FROM messages WHERE user = %s ORDER BY id DESC LIMIT 20", user)

    def search(self, user: str, pattern: str, pause: float) -> list[dict[str, Any]]:
        """The user's messages that match a regular expression; one that MariaDB cannot read is an error of its own.

        `pause` is how long the server dawdles first, in seconds.
        """
        return self._run(
            "SELECT id, text, created FROM messages WHERE user = %s AND text REGEXP %s AND SLEEP(%s) = 0 LIMIT 1",
            user,
            pattern,
            pause,
        )

    def _run(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        with self._connection() as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        """A connection for one statement. One that broke is not used again."""
        connection = self._idle.get()
        self._count(-1, "idle")
        self._count(1, "used")
        try:
            # Not `ping`: the pool would ask the server before each statement.
            connection = connection or pymysql.connect(autocommit=True, cursorclass=DictCursor, **self._address)
            yield connection
        except (pymysql.err.OperationalError, pymysql.err.InterfaceError):
            connection = None
            raise
        finally:
            self._idle.put(connection)
            self._count(-1, "used")
            self._count(1, "idle")
