"""Links between logs and traces, as Grafana makes them of the settings."""

from __future__ import annotations

from typing import Any

import pytest

from generator.live.loki import Line
from generator.live.tempo import Span
from generator.project import Project
from generator.targets import model
from generator.verify.links import derived_fields, logs_of_span, metrics_of_span, trace_id_of

TRACE = "0af7651916cd43dd8448eb211c80319c"
SPAN = Span(
    TRACE, "b7ad6b7169203331", "shop", "GET /x", 1000.0, 1001.0, {"service.name": "shop", "k8s.pod.name": "shop-1"}
)


def settings(**changed: Any) -> dict[str, Any]:
    wired = {
        "datasourceUid": "loki",
        "tags": [{"key": "service.name", "value": "service_name"}],
        "customQuery": True,
        "query": '{${__tags}} | json | trace_id = "${__trace.traceId}"',
        "spanStartTimeShift": "-5m",
        "spanEndTimeShift": "5m",
    }
    return {"tracesToLogsV2": wired | changed}


def test_a_custom_query_is_filled_in() -> None:
    link = logs_of_span(settings(), SPAN)
    assert link.query == f'{{service_name="shop"}} | json | trace_id = "{TRACE}"'
    assert (link.uid, link.start, link.problem) == ("loki", 700.0, "")
    assert 1301.0 <= link.end <= 1303.0


def test_our_own_settings_make_a_link(project: Project) -> None:
    (tempo,) = [one for one in model.build(project, project.context()).datasources if one.kind == "tempo"]
    link = logs_of_span(tempo.body["jsonData"], SPAN)
    assert not link.problem
    assert f'trace_id = "{TRACE}"' in link.query
    assert link.query.startswith('{service_name="shop"}')
    assert all(
        not one.problem and "$" not in one.query.replace("$__rate_interval", "")
        for one in metrics_of_span(tempo.body["jsonData"], SPAN)
    )


def test_without_a_custom_query_grafana_makes_its_own() -> None:
    link = logs_of_span(settings(customQuery=False, filterByTraceID=True), SPAN)
    assert link.query.startswith('{service_name="shop"} | label_format log_line_contains_trace_id=')
    assert link.query.count(TRACE) == 2


def test_a_tag_without_a_value_keeps_its_name() -> None:
    assert (
        logs_of_span(settings(tags=[{"key": "k8s.pod.name"}], customQuery=False), SPAN).query
        == '{k8s.pod.name="shop-1"}'
    )


def test_without_tags_grafana_has_its_defaults() -> None:
    assert logs_of_span(settings(tags=[], customQuery=False), SPAN).query == '{service_name="shop"}'


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"tags": [{"key": "app", "value": "app"}]}, "tag-mapping"),
        ({"query": '{$${__tags}} | trace_id = "$${__trace.traceId}"'}, "wrong-dollar"),
        ({"query": '{} | json | trace_id = ""'}, "wrong-dollar"),
        ({"query": '{__tags} | json | trace_id = "{__trace.traceId}"'}, "wrong-dollar"),
        ({"query": '{${__tags}} | pod = "${__span.tags["gone"]}"'}, "undefined"),
    ],
)
def test_settings_that_lead_nowhere_say_why(changed: dict[str, Any], reason: str) -> None:
    link = logs_of_span(settings(**changed), SPAN)
    assert link.reason == reason
    assert link.problem
    assert link.fix


def test_no_settings_are_no_link() -> None:
    assert logs_of_span({}, SPAN).reason == "no-link"


LABEL = {
    "name": "Trace",
    "matcherType": "label",
    "matcherRegex": "^trace_id$",
    "datasourceUid": "tempo",
    "url": "${__value.raw}",
}
REGEX = {"name": "JSON", "matcherRegex": '"trace_id":\\s*"(\\w+)"', "datasourceUid": "tempo", "url": "${__value.raw}"}
BESIDE = Line({"service_name": "shop", "trace_id": TRACE}, 1, "paid")
INSIDE = Line({"service_name": "shop"}, 1, f'{{"trace_id": "{TRACE}"}}')


@pytest.mark.parametrize("line", [BESIDE, INSIDE])
def test_a_derived_field_finds_the_id_beside_the_line_or_in_it(line: Line) -> None:
    (found,) = derived_fields({"derivedFields": [LABEL, REGEX]}, line)
    assert (found.value, found.uid, found.query) == (TRACE, "tempo", TRACE)


def test_a_field_for_labels_does_not_look_into_lines() -> None:
    assert derived_fields({"derivedFields": [LABEL]}, INSIDE) == ()
    assert derived_fields({"derivedFields": [REGEX]}, BESIDE) == ()


def test_fields_of_one_name_share_the_first_matcher() -> None:
    assert derived_fields({"derivedFields": [LABEL, REGEX | {"name": "Trace"}]}, INSIDE) == ()


def test_two_dollars_stay_in_the_query() -> None:
    (found,) = derived_fields({"derivedFields": [LABEL | {"url": "$${__value.raw}"}]}, BESIDE)
    assert found.query == f"${TRACE}"


@pytest.mark.parametrize("broken", [{"derivedFields": [REGEX | {"matcherRegex": "("}]}, {"derivedFields": 3}, {}])
def test_settings_that_cannot_be_read_find_nothing(broken: dict[str, Any]) -> None:
    assert derived_fields(broken, INSIDE) == ()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (BESIDE, "trace_id"),
        (INSIDE, "trace_id"),
        (Line({"otelTraceID": TRACE}, 1, ""), "otelTraceID"),
        (Line({}, 1, f"traceID={TRACE} paid"), "traceID"),
        (Line({}, 1, f'{{"correlation_trace_id": "{TRACE}"}}'), "correlation_trace_id"),
    ],
)
def test_an_id_is_found_under_any_of_its_names(line: Line, name: str) -> None:
    assert trace_id_of(line) == (name, TRACE)


@pytest.mark.parametrize(
    "line", [Line({}, 1, "paid"), Line({"otelTraceID": "0" * 32}, 1, ""), Line({"trace_id": ""}, 1, "")]
)
def test_outside_of_a_span_a_line_has_no_id(line: Line) -> None:
    assert trace_id_of(line) is None
