"""Grafana's own names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.interpolate import ALL, Language, Scope, Value, Viewer, Window, interpolate
from generator.interpolate.macros import LANGUAGES, RUNTIME, is_known

# An hour up to 2020-07-13 20:19:09.254 UTC.
WINDOW = Window(from_ms=1594667949254, to_ms=1594671549254, interval_s=30, source_interval="60s")
VIEWER = Viewer(
    dashboard_title="My board",
    dashboard_uid="my-board",
    org_id="1",
    org_name="Main Org.",
    user_id="2",
    user_login="ann",
    user_email="ann@example.com",
    timezone="Asia/Seoul",
)
SCOPE = Scope(
    {
        "service": Value("service", ("a b", "c"), multi=True),
        "all": Value("all", ALL, include_all=True, all_value=".+"),
        "fixed": Value("fixed", "x", type="constant"),
        "hidden": Value("hidden", "x", skip_url_sync=True),
        "empty": Value("empty", ""),
        "unset": Value("unset", None),
        "filters": Value("filters", "x", type="adhoc"),
        "ds": Value("ds", "prom", type="datasource"),
    },
    WINDOW,
    VIEWER,
)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("[$__interval]", "prometheus", "[30s]"),
        ("[${__interval}]", "prometheus", "[30s]"),
        ("$__interval_ms", "prometheus", "30000"),
        ("[$__rate_interval]", "prometheus", "[4m]"),  # 4 * 60 s
        ("${__rate_interval}", "prometheus", "4m"),
        ("$__rate_interval_ms", "prometheus", "240000"),
        ("[$__range]", "prometheus", "[3600s]"),
        ("$__range_s/${__range_ms}", "prometheus", "3600/3600000"),
        ("[$__interval] [$__range]", "loki", "[30s] [3600s]"),
        ("[$__auto]", "loki", "[30s]"),
        ("$__interval", "tempo", "30s"),
        ("${__interval_ms:raw}", "tempo", "30000"),
        ("$__interval", "other", "30s"),
        # names that the data source does not know stay, and break the query as they do in Grafana
        ("[$__rate_interval]", "loki", "[$__rate_interval]"),
        ("[$__auto]", "prometheus", "[$__auto]"),
        ("[${__auto}]", "loki", "[${__auto}]"),
        ("[$__range]", "tempo", "[$__range]"),
        ("[[__interval]] ${__interval:raw}", "prometheus", "[[__interval]] ${__interval:raw}"),
        ("over $__interval", "text", "over $__interval"),
        # the time range
        ("$__from,${__to}", "prometheus", "1594667949254,1594671549254"),
        ("${__to:date}", "url", "2020-07-13T20:19:09.254Z"),
        ("${__to:date:seconds}", "loki", "1594671549"),
        ("$__to", "text", "2020-07-13 20:19:09"),
        ("?$__url_time_range", "url", "?from=1594667949254&to=1594671549254"),
        ("${__url_time_range:percentencode}", "url", "from=1594667949254&to=1594671549254"),
        # the viewer
        ("$__dashboard (${__dashboard.uid})", "text", "My board (my-board)"),
        ("/d/${__dashboard}", "url", "/d/My%20board"),
        ("$__org ${__org.name}", "text", "1 Main Org."),
        ("$__user ${__user.login} ${__user.email}", "text", "2 ann ann@example.com"),
        ("$__timezone", "url", "Asia/Seoul"),
        # choices in a URL: those that Grafana keeps there
        ("${__all_variables}", "url", "var-service=a%20b&var-service=c&var-all=$__all&var-ds=prom"),
        # what only a point or a row can tell
        ("${__field.labels.x} ${__value.raw}", "url", "${__field.labels.x} ${__value.raw}"),
        ("$__timeFilter(t) $timeFilter $__name", "other", "$__timeFilter(t) $timeFilter $__name"),
    ],
)
def test_macros(text: str, language: Language, expected: str) -> None:
    assert interpolate(text, SCOPE, language) == expected


@pytest.mark.parametrize(
    ("window", "text", "language", "expected"),
    [
        (replace(WINDOW, query_interval="2m"), "$__rate_interval", "prometheus", "8m"),
        (replace(WINDOW, source_interval=None), "$__rate_interval", "prometheus", "1m"),
        (replace(WINDOW, interval_s=90), "$__interval $__interval_ms", "prometheus", "1m 90000"),
        (replace(WINDOW, query_interval="5m"), "$__auto $__interval", "loki", "5m 30s"),
        (replace(WINDOW, instant=True, query_interval="5m"), "$__auto", "loki", "3600s"),
        (replace(WINDOW, to_ms=1594667949254 + 1500), "$__range $__range_ms", "prometheus", "2s 1500"),
    ],
)
def test_the_query_has_its_say(window: Window, text: str, language: Language, expected: str) -> None:
    assert interpolate(text, Scope(window=window), language) == expected


def test_what_nobody_knows_stays() -> None:
    text = "$__interval $__from $__dashboard ${__user.login} $__timezone $__url_time_range"
    assert interpolate(text, Scope(), "other") == text


def test_given_values_of_a_point() -> None:
    scope = Scope(
        given={
            "__field.labels.service_name": "a b",
            '__data.fields["a b"]': "x/y",
            "__value.raw": "5",
            '__span.tags["service.name"]': "api",
        }
    )
    text = '${__field.labels.service_name} ${__data.fields["a b"]:percentencode} ${__value.raw} ${__value.time}'
    assert interpolate(text, scope, "url") == "a%20b x%2Fy 5 ${__value.time}"
    assert interpolate('{s="${__span.tags["service.name"]}"}', scope, "loki") == '{s="api"}'


def test_known_names() -> None:
    assert all(is_known(name) for name in (*LANGUAGES, *RUNTIME, "__timeFilter", "__auto_interval_step"))
    assert not any(is_known(name) for name in ("__rate", "service", "1", "interval"))
