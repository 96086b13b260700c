"""Redis: sessions, a cache of message lists, and the list of the latest log entries."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

import redis
from backend.settings import Settings

_SESSION_SECONDS = 600
_CACHE_SECONDS = 5
_LOG_LIST = "kafka_logs"
_KEPT_ENTRIES = 1000
_SHOWN_ENTRIES = 50


@dataclass(frozen=True)
class Session:
    """Who is logged in. The token is the cookie's secret and never logged: the id stands for it in the logs."""

    token: str
    user: str

    @property
    def id(self) -> str:
        """Tells sessions apart without giving them away."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:16]


class Store:
    """The application's Redis."""

    def __init__(self, settings: Settings) -> None:
        self._redis = redis.Redis.from_url(settings.redis_url, decode_responses=True)

    def open_session(self, user: str) -> Session:
        """A new session."""
        session = Session(secrets.token_urlsafe(24), user)
        self._redis.setex(f"session:{session.token}", _SESSION_SECONDS, user)
        return session

    def session(self, token: str | None) -> Session | None:
        """The session of a cookie, None if it is over or was never there."""
        user = self._redis.get(f"session:{token}") if token else None
        return Session(token, user) if token and user else None

    def close_session(self, session: Session) -> None:
        """Ends it."""
        self._redis.delete(f"session:{session.token}")

    def cached(self, user: str) -> list[dict[str, Any]] | None:
        """The user's messages as they were a moment ago; None: ask the database."""
        text = self._redis.get(f"messages:{user}")
        return json.loads(text) if text else None

    def cache(self, user: str, messages: list[dict[str, Any]]) -> None:
        """Keeps them for a moment."""
        self._redis.setex(f"messages:{user}", _CACHE_SECONDS, json.dumps(messages, default=str))

    def forget(self, user: str) -> None:
        """The user's messages have changed."""
        self._redis.delete(f"messages:{user}")

    def add_entry(self, entry: dict[str, Any]) -> None:
        """Puts a log entry at the end of the list."""
        self._redis.rpush(_LOG_LIST, json.dumps(entry))
        self._redis.ltrim(_LOG_LIST, -_KEPT_ENTRIES, -1)

    def entries(self) -> list[dict[str, Any]]:
        """The latest log entries, newest last."""
        return [json.loads(entry) for entry in self._redis.lrange(_LOG_LIST, -_SHOWN_ENTRIES, -1)]
