"""Reasons of empty LogQL answers."""

from __future__ import annotations

import pytest
from store_answers import StubLoki

from generator.live.loki import Line
from generator.verify.why.logql import LogqlReasons

LINES = (
    Line({"service_name": "api", "detected_level": "info", "event": "login", "trace_id": "ab"}, 1, "login of kim"),
    Line({"service_name": "api", "detected_level": "info", "event": "search"}, 2, "searched"),
)
STREAMS = ({"service_name": "api", "k8s_namespace_name": "shop"},)


def answer(expr: str) -> tuple[Line, ...]:
    """As Loki would for the queries of these tests: each stage is looked at by its words."""
    if 'service_name="api"' not in expr and 'service_name=~"api' not in expr:
        return ()
    kept = LINES
    if (
        'detected_level=~"error' in expr
        or "user_kind" in expr
        or '|= "broken"' in expr
        or 'trace_id=""' in expr
        or 'trace_id="cd"' in expr
    ):
        return ()
    if 'event=~"logout' in expr or '|= "error"' in expr or 'event="login_failed"' in expr:
        return ()
    return kept


CASES = (
    ('{service_name="api"} | detected_level=~"error|fatal"', "zero", "nothing-failed", "error"),
    ('{service_name="api"} |= "error"', "zero", "nothing-failed", "error"),
    ('{service_name="api"} |= "broken"', "empty", "no-lines", "broken"),
    ('{service_name="api"} | json | event="login_failed"', "zero", "nothing-failed", "login_failed"),
    ('{service_name="api"} | event=~"logout"', "empty", "value-unknown", "login"),
    ('{service_name="api"} | user_kind="x"', "empty", "field-unknown", "user_kind"),
    ('{service_name="api"} | json | trace_id=""', "zero", "nothing-failed", "trace_id"),
    ('{service_name="api"} | json | trace_id="cd"', "zero", "filtered", "this trace"),
    ('{service_name="apo"}', "empty", "value-unknown", "there is api"),
    ('{app="api"}', "empty", "label-unknown", "app"),
    ('sum(count_over_time({service_name="apo"} [5m]))', "empty", "value-unknown", "api"),
    ('sum(rate({service_name="api"} [5m])) > 100', "zero", "filtered", ""),
    (
        (
            'rate({service_name="api", filename=""} | detected_level=~"error" [5m]) or rate({service_name="api"} '
            '| detected_level=~"error" [5m])'
        ),
        "zero",
        "nothing-failed",
        "error",
    ),
)


@pytest.mark.parametrize(("query", "verdict", "kind", "words"), CASES)
def test_the_reason_of_silent_logs_is_found(query: str, verdict: str, kind: str, words: str) -> None:
    reason = LogqlReasons(StubLoki(answer, STREAMS)).why(query, 0, 1)
    assert (reason.verdict, reason.kind) == (verdict, kind), reason
    assert words in reason.words


def test_a_loki_without_lines_says_so() -> None:
    assert LogqlReasons(StubLoki(lambda _: ())).why('{a="b"}', 0, 1).kind == "no-lines"


@pytest.mark.parametrize("query", ["", "{", "(" * 5000, "\x00"])
def test_what_cannot_be_read_has_no_reason_and_raises_nothing(query: str) -> None:
    assert LogqlReasons(StubLoki(answer, STREAMS)).why(query, 0, 1).kind == "unexplained"
