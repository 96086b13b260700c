"""Pieces of LogQL that fit lines of both collection paths: OTLP (plain line, fields as structured metadata) and
pods' JSON lines as a scraper ships them (fields inside the line)."""

from __future__ import annotations

from generator.signals.promql import aggregate
from generator.signals.signal import View

SERVICE = "service_name"
LEVEL = "detected_level"
#: Fields that the application logs.
EVENT, USER, PAGE = "event", "user_id", "page"
#: What an aggregation calls the message it groups by.
TEXT = "msg"
#: Parses JSON lines and leaves plain ones alone. Without the drop a plain line ends any aggregation with an error.
JSON = "| json | drop __error__, __error_details__"
ERRORS = f'| {LEVEL} =~ "error|critical|fatal"'
#: The message of a line, whichever path it came by.
MESSAGE = "{{ or .message __line__ }}"
#: Labels that a scraper sets on every stream of a pod, and Loki's OTLP endpoint never does.
_NOT_SCRAPED = 'filename="", pod=""'


def fields(*names: str) -> str:
    """Take only these fields out of a JSON line. An OTLP line has them already."""
    wanted = ", ".join(f'{name}="{name}"' for name in names)
    return f"| json {wanted} | drop __error__, __error_details__"


def streams(view: View, *more: str) -> str:
    """The streams of the view's services. Both paths label them `service_name`."""
    return "{" + ", ".join([f'{SERVICE}=~"{view.service}"', *more]) + "}"


def over_time(view: View, pipeline: str, function: str, by: tuple[str, ...], *only: str) -> str:
    """A range aggregation by `service_name` and further labels that counts a line once.

    A pod may ship its lines both ways. For each service the OTLP lines count where there are any, the scraped
    ones otherwise. `only` are further stream matchers.
    """

    def path(*more: str) -> str:
        selected = f"{streams(view, *only, *more)} {pipeline}".strip()
        return aggregate("sum", (SERVICE, *by), f"{function}({selected} [{view.log_window}])")

    return f"{path(_NOT_SCRAPED)} or on ({SERVICE}) {path()}"


def alternatives(values: tuple[str, ...]) -> str:
    """A regular expression that is any of the values."""
    return "|".join(values)
