"""Reasons of empty TraceQL answers, on a Tempo that knows two spans."""

from __future__ import annotations

import re

import pytest
from store_answers import StubTempo

from generator.languages.traceql import analysis, parse, walk
from generator.languages.traceql.tree import Field, FieldBinary, SpansetFilter, Static
from generator.live.tempo import Hit
from generator.verify.why.traceql import TraceqlReasons

SPANS: tuple[dict[str, str | int], ...] = (
    {
        "resource.service.name": "api",
        "name": "GET /x",
        "status": "unset",
        "kind": "server",
        "duration": 50_000_000,
        "span.http.route": "/x",
        "span.http.status_code": 200,
    },
    {"resource.service.name": "web", "name": "click", "status": "unset", "kind": "internal", "duration": 90_000_000},
)


def fits(span: dict[str, str | int], node: Field | None) -> bool:
    """Whether a span fulfils a condition, for the few operators of these tests."""
    if node is None:
        return True
    assert isinstance(node, FieldBinary)
    if node.operator in ("&&", "||"):
        sides = [fits(span, one) for one in (node.left, node.right)]
        return all(sides) if node.operator == "&&" else any(sides)
    assert isinstance(node.right, Static)
    there, wanted = span.get(analysis.label(node.left)), node.right.value  # type: ignore[arg-type]
    if node.operator == "!=":
        return there is not None and there != wanted
    if there is None or wanted is None:
        return False
    if node.operator == "=~":
        return re.fullmatch(str(wanted), str(there)) is not None
    if node.operator == "=":
        return there == wanted
    return float(there) >= float(wanted)


class Two(StubTempo):
    """Two spans of two services, of one trace, neither below the other."""

    def search(self, query: str, start: float, end: float, limit: int, spans: int = 3) -> tuple[Hit, ...]:  # noqa: ARG002
        tree = parse(query).tree
        assert tree is not None, query
        sets = [node for node in walk(tree) if isinstance(node, SpansetFilter)]
        found = all(any(fits(span, one.condition) for span in SPANS) for one in sets)
        return (Hit("a" * 32, 1.0, 1, "a" * 32),) if found and ">>" not in query and "count()" not in query else ()

    def tag_values(self, tag: str, start: float, end: float) -> tuple[str, ...]:  # noqa: ARG002
        return tuple(str(span[tag]) for span in SPANS if tag in span)

    def tags(self, start: float, end: float) -> tuple[str, ...]:  # noqa: ARG002
        return ("service.name", "http.route", "http.status_code")


API = 'resource.service.name = "api"'
CASES = (
    ('{ resource.service.name = "apo" && status = error }', "empty", "value-unknown", "there is api"),
    (f"{{ {API} && status = error }} with (most_recent=true)", "zero", "nothing-failed", "status = error"),
    (f"{{ {API} && span.http.status_code >= 500 }}", "zero", "nothing-failed", ">= 500"),
    ("{ (status = error || span.http.status_code >= 400) && kind = server }", "zero", "nothing-failed", "error"),
    (f"{{ {API} && duration >= 1s }}", "zero", "filtered", "duration >= 1s"),
    # An attribute that nobody has is named, whatever else the query looks for.
    (f'{{ {API} && span.http.rout = "/x" }}', "empty", "field-unknown", "there is http.route"),
    (f'{{ status = error && span.http.rout = "/x" && {API} }}', "empty", "field-unknown", "span.http.rout"),
    (f'{{ {API} && span.http.route = "/y" }}', "empty", "value-unknown", "there is /x"),
    (f'{{ {API} && name = "click" }}', "empty", "value-unknown", "others have"),
    # A value may hold what looks like the language.
    (f'{{ {API} && name = "a }} && {{ b" }}', "empty", "value-unknown", 'name = "a } && { b"'),
    (f'{{ {API} }} >> {{ name = "click" }}', "empty", "no-match", "relation"),
    (f'{{ {API} }} >> {{ name = "none" }}', "empty", "value-unknown", "there is"),
    (f"{{ {API} }} | count() > 2", "zero", "filtered", "count() > 2"),
    (f"{{ {API} && status = error }} | rate() by (span.http.route)", "zero", "nothing-failed", ""),
    (f"{{ {API} }} | compare({{ status = error }})", "empty", "unexplained", ""),
)


@pytest.mark.parametrize(("query", "verdict", "kind", "words"), CASES)
def test_the_reason_of_missing_traces_is_found(query: str, verdict: str, kind: str, words: str) -> None:
    reason = TraceqlReasons(Two({})).why(query, 0, 1)
    assert (reason.verdict, reason.kind) == (verdict, kind), reason
    assert words in reason.words


@pytest.mark.parametrize(
    "condition",
    [
        "span.error = true",
        "span.error != false",
        "span.exception.type != nil",
        'event.exception.message != ""',
        'span.error.type =~ "Timeout.*"',
        'span.error_type = "timeout"',
        "span.login_failed = true",
        'statusMessage != ""',
        'statusMessage =~ "deadline.*"',
        'event:name = "exception"',
        'span.otel.status_code = "ERROR"',
    ],
)
def test_no_span_that_failed_is_good_news(condition: str) -> None:
    assert TraceqlReasons(Two({})).why(f"{{ {API} && {condition} }}", 0, 1).kind == "nothing-failed"


@pytest.mark.parametrize(
    "condition",
    [
        "span.error = false",
        'span.error = "false"',
        "span.error != true",
        "span.exception.type = nil",
        'span.exception.type = ""',
        'span.error.type != "timeout"',
        'span.errors_enabled = "yes"',
        'span.on_error = "continue"',
        "span.error.count = 0",
        'span.failover = "on"',
        'statusMessage = ""',
        'event:name != "exception"',
    ],
)
def test_no_span_that_is_well_is_a_gap(condition: str) -> None:
    assert TraceqlReasons(Two({})).why(f"{{ {API} && {condition} }}", 0, 1).verdict == "empty"


@pytest.mark.parametrize("name", ["a_" * 20_000, "err_" * 20_000, "error_type_" * 10_000 + "x"])
def test_a_long_name_of_an_attribute_is_read_at_once(name: str) -> None:
    assert TraceqlReasons(Two({})).why(f"{{ span.{name} = 1 }}", 0, 1).kind == "field-unknown"


@pytest.mark.parametrize("query", ["", "{", '{ a="', "{" * 10_000, "&&" * 10_000])
def test_odd_traceql_raises_nothing(query: str) -> None:
    assert TraceqlReasons(Two({})).why(query, 0, 1).kind == "unexplained"
