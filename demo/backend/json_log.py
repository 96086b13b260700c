"""Structured logs: every line says who, in which request and session, and in which trace."""

from __future__ import annotations

import json
import logging
import sys
from datetime import datetime, timezone

from flask import g, has_request_context
from opentelemetry import trace

#: What a record may carry beside its message. Absent outside a request.
FIELDS = ("event", "user_id", "request_id", "session_id", "duration_ms", "http_route")
_OF_REQUEST = ("user_id", "request_id", "session_id")


class OfRequest(logging.Filter):
    """Puts the request's own ids on each record, for whichever handler writes it."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        record.service_name = self._service
        if has_request_context():
            for name in _OF_REQUEST:
                value = getattr(g, name, None)
                if value and not hasattr(record, name):
                    setattr(record, name, value)
        return True


class NotOfTelemetry(logging.Filter):
    """Keeps away what the SDK says of its own exports: lines about lines that cannot be sent would never end."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is the application's."""
        return not record.name.startswith("opentelemetry")


class AsMessage(logging.Formatter):
    """The message alone: level, time and exception travel beside it. A handler without one would get a prefix."""

    def format(self, record: logging.LogRecord) -> str:
        """The message."""
        return record.getMessage()


class AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line break inside."""
        line = {
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "service_name": getattr(record, "service_name", ""),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        span = trace.get_current_span().get_span_context()
        if span.is_valid:
            line["trace_id"] = trace.format_trace_id(span.trace_id)
            line["span_id"] = trace.format_span_id(span.span_id)
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(service: str, handlers: list[logging.Handler], *, stdout: bool) -> None:
    """All loggers write to the given handlers, and as JSON to standard output if asked.

    What OpenTelemetry says of itself goes to standard error, for whoever runs the backend.
    """
    if stdout:
        lines = logging.StreamHandler(sys.stdout)
        lines.setFormatter(AsJson())
        handlers = [*handlers, lines]
    of_request = OfRequest(service)
    for handler in handlers:
        if handler.formatter is None:
            handler.setFormatter(AsMessage())
        handler.addFilter(of_request)
        handler.addFilter(NotOfTelemetry())
    logging.getLogger("opentelemetry").addHandler(logging.StreamHandler())
    logging.basicConfig(level=logging.INFO, handlers=handlers, force=True)
    logging.getLogger("backend").setLevel(logging.DEBUG)
    # The server's own line for each request repeats what ours says, without ids.
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
