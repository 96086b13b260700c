"""What Grafana's own editor writes for each panel type, whether anyone chose it or not.

Rendered boards carry these keys from the start, so that a later save in the UI changes nothing but what the
person changed. Taken from saves of every core panel type in Grafana 12.2.
"""

from __future__ import annotations

from typing import Any

#: Members of a panel that a save in Grafana 12 keeps; all others are lost with it. Of a row likewise.
PANEL_KEYS = (
    "cacheTimeout",
    "datasource",
    "description",
    "fieldConfig",
    "gridPos",
    "hideTimeOverride",
    "id",
    "interval",
    "libraryPanel",
    "links",
    "maxDataPoints",
    "maxPerRow",
    "options",
    "queryCachingTTL",
    "repeat",
    "repeatDirection",
    "targets",
    "timeFrom",
    "timeShift",
    "title",
    "transformations",
    "transparent",
    "type",
)
ROW_KEYS = ("collapsed", "gridPos", "id", "panels", "repeat", "title", "type")

Json = dict[str, Any]

_HIDE_FROM: Json = {"legend": False, "tooltip": False, "viz": False}
_TOOLTIP: Json = {"hideZeros": False, "mode": "single", "sort": "none"}
_REDUCE: Json = {"calcs": ["lastNotNull"], "fields": "", "values": False}

OPTIONS: dict[str, Json] = {
    "alertlist": {
        "alertInstanceLabelFilter": "",
        "alertName": "",
        "dashboardAlerts": False,
        "groupBy": [],
        "groupMode": "default",
        "maxItems": 20,
        "showInactiveAlerts": False,
        "sortOrder": 1,
        "stateFilter": {
            "error": True,
            "firing": True,
            "noData": False,
            "normal": False,
            "pending": True,
            "recovering": True,
        },
        "viewMode": "list",
    },
    "bargauge": {
        "displayMode": "gradient",
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
        "maxVizHeight": 300,
        "minVizHeight": 16,
        "minVizWidth": 8,
        "namePlacement": "auto",
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showUnfilled": True,
        "sizing": "auto",
        "valueMode": "color",
    },
    "gauge": {
        "minVizHeight": 75,
        "minVizWidth": 75,
        "orientation": "auto",
        "reduceOptions": _REDUCE,
        "showThresholdLabels": False,
        "showThresholdMarkers": True,
        "sizing": "auto",
    },
    "heatmap": {
        "calculate": False,
        "cellGap": 2,
        "cellValues": {},
        "color": {
            "exponent": 0.5,
            "fill": "dark-orange",
            "mode": "scheme",
            "reverse": False,
            "scale": "exponential",
            "scheme": "Oranges",
            "steps": 128,
        },
        "exemplars": {"color": "rgba(255,0,255,0.7)"},
        "filterValues": {"le": 1e-09},
        "legend": {"show": False},
        "rowsFrame": {"layout": "auto"},
        "showValue": "never",
        "tooltip": {"mode": "none", "showColorScale": False, "yHistogram": False},
        "yAxis": {"axisPlacement": "left", "reverse": False},
    },
    "logs": {
        "dedupStrategy": "none",
        "enableInfiniteScrolling": False,
        "enableLogDetails": True,
        "prettifyLogMessage": False,
        "showCommonLabels": False,
        "showLabels": False,
        "showTime": False,
        "sortOrder": "Descending",
        "wrapLogMessage": False,
    },
    "nodeGraph": {"edges": {}, "layoutAlgorithm": "layered", "nodes": {}, "zoomMode": "cooperative"},
    "stat": {
        "colorMode": "value",
        "graphMode": "area",
        "justifyMode": "auto",
        "orientation": "auto",
        "percentChangeColorMode": "standard",
        "reduceOptions": _REDUCE,
        "showPercentChange": False,
        "textMode": "auto",
        "wideLayout": True,
    },
    "state-timeline": {
        "alignValue": "left",
        "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
        "mergeValues": True,
        "rowHeight": 0.9,
        "showValue": "auto",
        "tooltip": _TOOLTIP,
    },
    "table": {
        "cellHeight": "sm",
        "footer": {"countRows": False, "fields": "", "reducer": ["sum"], "show": False},
        "showHeader": True,
    },
    "text": {
        "code": {"language": "plaintext", "showLineNumbers": False, "showMiniMap": False},
        "content": "",
        "mode": "markdown",
    },
    "timeseries": {
        "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": True},
        "tooltip": _TOOLTIP,
    },
    "traces": {
        "spanFilters": {
            "criticalPathOnly": False,
            "matchesOnly": False,
            "serviceNameOperator": "=",
            "spanNameOperator": "=",
        }
    },
}

CUSTOM: dict[str, Json] = {
    "heatmap": {"hideFrom": _HIDE_FROM, "scaleDistribution": {"type": "linear"}},
    "state-timeline": {
        "axisPlacement": "auto",
        "fillOpacity": 70,
        "hideFrom": _HIDE_FROM,
        "insertNulls": False,
        "lineWidth": 0,
        "spanNulls": False,
    },
    "table": {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
    "timeseries": {
        "axisBorderShow": False,
        "axisCenteredZero": False,
        "axisColorMode": "text",
        "axisLabel": "",
        "axisPlacement": "auto",
        "barAlignment": 0,
        "barWidthFactor": 0.6,
        "drawStyle": "line",
        "fillOpacity": 0,
        "gradientMode": "none",
        "hideFrom": _HIDE_FROM,
        "insertNulls": False,
        "lineInterpolation": "linear",
        "lineWidth": 1,
        "pointSize": 5,
        "scaleDistribution": {"type": "linear"},
        "showPoints": "auto",
        "spanNulls": False,
        "stacking": {"group": "A", "mode": "none"},
        "thresholdsStyle": {"mode": "off"},
    },
}

#: Panel types whose fields have value mappings and thresholds. The others ignore both.
MAPPED = ("bargauge", "gauge", "stat", "state-timeline", "table", "timeseries")

#: Panel types that ask no data source.
NO_QUERY = ("alertlist", "row", "text")

# -- what a save in the UI writes on top, for every core panel type --------------------------------------------------

_LEGEND: Json = {"displayMode": "list", "placement": "bottom", "showLegend": True}
_CALCULATED: Json = {"calcs": [], **_LEGEND}
_BARS: Json = {"fillOpacity": 80, "gradientMode": "none", "hideFrom": _HIDE_FROM, "lineWidth": 1}
_AXES: Json = {
    "axisBorderShow": False,
    "axisCenteredZero": False,
    "axisColorMode": "text",
    "axisLabel": "",
    "axisPlacement": "auto",
    "scaleDistribution": {"type": "linear"},
    "thresholdsStyle": {"mode": "off"},
}
_TEXT = "# Title\n\nFor markdown syntax help: [commonmark.org/help](https://commonmark.org/help/)"

#: Options that a save adds where they are missing. Where ours choose otherwise (a heatmap that is calculated), they
#: say so themselves.
SAVED_OPTIONS: dict[str, Json] = {
    **OPTIONS,
    "annolist": {
        "limit": 10,
        "navigateAfter": "10m",
        "navigateBefore": "10m",
        "navigateToPanel": True,
        "onlyFromThisDashboard": False,
        "onlyInTimeRange": False,
        "showTags": True,
        "showTime": True,
        "showUser": True,
    },
    "barchart": {
        "barRadius": 0,
        "barWidth": 0.97,
        "fullHighlight": False,
        "groupWidth": 0.7,
        "legend": _CALCULATED,
        "orientation": "auto",
        "showValue": "auto",
        "stacking": "none",
        "tooltip": _TOOLTIP,
        "xTickLabelRotation": 0,
        "xTickLabelSpacing": 0,
    },
    "dashlist": {
        "includeVars": False,
        "keepTime": False,
        "maxItems": 10,
        "query": "",
        "showFolderNames": True,
        "showHeadings": True,
        "showRecentlyViewed": False,
        "showSearch": False,
        "showStarred": True,
        "tags": [],
    },
    "heatmap": {**OPTIONS["heatmap"], "calculate": True, "calculation": {}},
    "histogram": {"legend": _CALCULATED, "tooltip": _TOOLTIP},
    "piechart": {"legend": _LEGEND, "pieType": "pie", "reduceOptions": _REDUCE, "tooltip": _TOOLTIP},
    "status-history": {
        "colWidth": 0.9,
        "legend": _LEGEND,
        "rowHeight": 0.9,
        "showValue": "auto",
        "tooltip": _TOOLTIP,
    },
    "text": {**OPTIONS["text"], "content": _TEXT},
    "trend": {"legend": _CALCULATED, "tooltip": _TOOLTIP},
    "xychart": {},
}

SAVED_CUSTOM: dict[str, Json] = {
    **CUSTOM,
    "barchart": {**_BARS, **_AXES},
    "histogram": {**_BARS, "stacking": {"group": "A", "mode": "none"}},
    "piechart": {"hideFrom": _HIDE_FROM},
    "status-history": {"axisPlacement": "auto", "fillOpacity": 70, "hideFrom": _HIDE_FROM, "lineWidth": 1},
    "trend": CUSTOM["timeseries"],
}

#: How the fields of a panel type are coloured when nobody chose.
SAVED_COLOUR: dict[str, str] = {
    "barchart": "palette-classic",
    "histogram": "palette-classic",
    "piechart": "palette-classic",
    "state-timeline": "continuous-GrYlRd",
    "status-history": "thresholds",
    "timeseries": "palette-classic",
    "trend": "palette-classic",
}

#: Panel types that get value mappings, and those that get thresholds besides.
SAVED_MAPPED = (*MAPPED, "barchart", "histogram", "piechart", "status-history", "trend")
SAVED_THRESHOLDS = tuple(kind for kind in SAVED_MAPPED if kind != "piechart")
SAVED_STEPS: tuple[Json, ...] = ({"color": "green", "value": 0}, {"color": "red", "value": 80})

#: Panel types whose data source and queries a save drops.
SAVED_WITHOUT_QUERY = (*NO_QUERY, "annolist", "dashlist")
