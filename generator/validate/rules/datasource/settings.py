"""A setting of a data source (`jsonData`) is one that its plugin reads, in the form in which it reads it.

Grafana keeps any key: one in the wrong spelling does nothing, and says nothing. The scrape interval of Prometheus,
which makes `$__rate_interval`, and its timeouts are durations.

Passes:

    datasource: {type: loki, jsonData: {maxLines: 1000, httpHeaderName1: X-Scope-OrgID}}
    ---
    datasource: {type: prometheus, jsonData: {timeInterval: 15s, queryTimeout: $TIMEOUT, pdcInjected: false}}

Fails:

    datasource: {type: prometheus, jsonData: {timeinterval: 15s}}
    ---
    datasource: {type: prometheus, jsonData: {timeInterval: 15 seconds}}
    ---
    datasource: {type: loki, jsonData: {derivedField: []}}
    ---
    datasource: {type: tempo, jsonData: {tracesToLogV2: {datasourceUid: loki}}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.config.nearest import nearest
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_DURATION = re.compile(r"(?:\d+(?:ms|[yMwdhms]))+|\d+", re.ASCII)
#: What the plugins of Grafana 10 to 13 read.
_OF_ALL = (
    "alertmanagerUid",
    "authType",
    "azureCredentials",
    "basicAuthUser",
    "customQueryParameters",
    "enableSecureSocksProxy",
    "keepCookies",
    "manageAlerts",
    "oauthPassThru",
    "pdcInjected",
    "serverName",
    "sigV4Auth",
    "sigV4AssumeRoleArn",
    "sigV4AuthType",
    "sigV4ExternalId",
    "sigV4Profile",
    "sigV4Region",
    "timeout",
    "tlsAuth",
    "tlsAuthWithCACert",
    "tlsSkipVerify",
)
_OF: dict[str, tuple[str, ...]] = {
    "prometheus": (
        "allowAsRecordingRulesTarget",
        "cacheLevel",
        "codeModeMetricNamesSuggestionLimit",
        "defaultEditor",
        "disableMetricsLookup",
        "disableRecordingRules",
        "exemplarTraceIdDestinations",
        "httpMethod",
        "incrementalQueryOverlapWindow",
        "incrementalQuerying",
        "prometheusType",
        "prometheusVersion",
        "queryTimeout",
        "seriesEndpoint",
        "seriesLimit",
        "timeInterval",
    ),
    "loki": ("alertmanager", "derivedFields", "maxLines", "predefinedOperations"),
    "tempo": (
        "lokiSearch",
        "nodeGraph",
        "search",
        "serviceMap",
        "spanBar",
        "streamingEnabled",
        "tagLimit",
        "timeRangeForTags",
        "traceQuery",
        "tracesToLogs",
        "tracesToLogsV2",
        "tracesToMetrics",
        "tracesToProfiles",
    ),
}
#: Plugins grow, and some keys are of a fork: a key is wrong only where it is nearly one that we know.
_LIKENESS = 0.85
_DURATIONS = {"prometheus": ("timeInterval", "queryTimeout", "incrementalQueryOverlapWindow")}


def _check(view: SourceView) -> Iterator[Found]:
    own = _OF.get(view.type)
    if own is None:
        return
    known = (*own, *_OF_ALL)
    for key in view.json_data:
        near = nearest(key, known, _LIKENESS) if key not in known else None
        if near is not None and not key.startswith("httpHeaderName"):
            yield Found(view.at("jsonData", key), f'"{key}" is no setting of {view.type}', f"write {near}", key=True)
    for key in _DURATIONS.get(view.type, ()):
        value = view.json_data.get(key)
        if isinstance(value, str) and value and "$" not in value and not _DURATION.fullmatch(value):
            yield Found(view.at("jsonData", key), f'{key} "{value}" is no duration', "write one like 15s or 1m")


rule = Rule(SourceView, "warning", _check)
