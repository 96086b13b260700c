"""What a dashboard says, apart from what Grafana adds when it stores it. Pure.

Two dashboards with the same content look and behave the same; only they need no write.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

#: The hidden variable that carries our mark (`generator.deploy.marker`); it is no part of the content.
MARK = "managed_by"

_NOT_CONTENT = frozenset({"id", "version"})

#: The longest run of digits that survives the 64-bit floats Grafana reads numbers into.
_EXACT = 2**53

_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w|M|y)")
_SECONDS = {
    "ms": 0.001,
    "s": 1,
    "m": 60,
    "h": 3600,
    "d": 86_400,
    "w": 7 * 86_400,
    "M": 30 * 86_400,
    "y": 365 * 86_400,
}


def content(dashboard: Mapping[str, Any]) -> dict[str, Any]:
    """The dashboard without `id`, `version`, `pluginVersion` of panels, nulls, and our mark."""
    plain = {key: canonical(value) for key, value in dashboard.items() if key not in _NOT_CONTENT and value is not None}
    if "panels" in plain:
        plain["panels"] = _without_plugin_versions(plain["panels"])
    return _without_mark(plain)


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two dashboards say the same."""
    # Most are as they were posted, to the letter: that is seen ten times faster.
    return written(_outer(one)) == written(_outer(other)) or written(content(one)) == written(content(other))


def digest(dashboard: Mapping[str, Any]) -> str:
    """SHA-256 of the content, 64 hexadecimal digits."""
    return hashlib.sha256(written(content(dashboard)).encode()).hexdigest()


def canonical(value: Any) -> Any:
    """JSON data without null members and with one spelling per number: `1.0` and `1` are one value."""
    if isinstance(value, Mapping):
        return {str(key): canonical(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    number = float(value)
    return int(number) if number.is_integer() and abs(number) <= _EXACT else number


def written(value: Any) -> str:
    """JSON with sorted keys: equal text means equal data, also where Python calls 1 and True equal."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def settled(dashboard: Mapping[str, Any], min_refresh: str) -> dict[str, Any]:
    """The dashboard as the server will store it, so that the next reading shows no difference.

    Grafana trims the title, and rewrites a `refresh` that is below its minimum or no duration to that minimum.
    """
    result = dict(dashboard)
    if isinstance(result.get("title"), str):
        result["title"] = result["title"].strip()
    refresh = result.get("refresh")
    lowest = seconds(min_refresh)
    # "auto" follows the time range in the browser and is not checked by the server.
    if isinstance(refresh, str) and refresh not in ("", "auto") and lowest is not None:
        wanted = seconds(refresh)
        if wanted is None or wanted < lowest:
            result["refresh"] = min_refresh
    return result


def seconds(duration: str) -> float | None:
    """A duration as Grafana writes it (`30s`, `1h30m`), in seconds; None when it is none."""
    parts = _DURATION.findall(duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration:
        return None
    return float(sum(float(number) * _SECONDS[unit] for number, unit in parts))


def is_mark(variable: Any) -> bool:
    """Whether a template variable is the one that carries our mark."""
    return isinstance(variable, Mapping) and variable.get("name") == MARK and variable.get("type") == "constant"


def _outer(dashboard: Mapping[str, Any]) -> dict[str, Any]:
    return _without_mark({key: value for key, value in dashboard.items() if key not in _NOT_CONTENT})


def _without_mark(plain: dict[str, Any]) -> dict[str, Any]:
    templating = plain.get("templating")
    if not isinstance(templating, dict):
        return plain
    variables = [variable for variable in templating.get("list") or [] if not is_mark(variable)]
    rest = {key: value for key, value in templating.items() if key != "list"}
    # No variables at all and an empty list of them are one thing.
    kept = {**rest, "list": variables} if variables else rest
    return {
        **{key: value for key, value in plain.items() if key != "templating"},
        **({"templating": kept} if kept else {}),
    }


def _without_plugin_versions(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_plugin_versions(item) for key, item in value.items() if key != "pluginVersion"}
    if isinstance(value, list):
        return [_without_plugin_versions(item) for item in value]
    return value
