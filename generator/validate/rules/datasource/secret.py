"""No secret stands in a file: passwords and tokens come from the environment or from a mounted file.

`secureJsonData` is stored encrypted; `jsonData` is handed to every browser that opens a board, and no place for one.

Passes:

    datasource: {type: loki, secureJsonData: {basicAuthPassword: "$LOKI_PASSWORD"}}
    ---
    datasource:
      {type: loki, secureJsonData: {httpHeaderValue1: '$__file{/etc/secrets/org}'}, jsonData: {httpHeaderName1: X-Scope-OrgID}}
    ---
    datasource: {type: loki, secureJsonData: {httpHeaderValue1: 'Bearer ${TOKEN}'}, jsonData: {httpHeaderName1: Authorization}}

Fails:

    datasource: {type: loki, secureJsonData: {basicAuthPassword: hunter2}}
    ---
    datasource: {type: loki, secureJsonData: {httpHeaderValue1: Bearer hunter2}}
    ---
    datasource: {type: loki, basicAuthPassword: hunter2}
    ---
    datasource: {type: loki, url: "http://admin:hunter2@loki:3100"}
    ---
    datasource: {type: loki, jsonData: {basicAuthPassword: hunter2}}
    ---
    datasource: {type: loki, jsonData: {httpHeaderName1: Authorization, httpHeaderValue1: $TOKEN}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView

_EXPANDED = re.compile(r"(?:(?:Bearer|Basic|Token|ApiKey)\s+)?\$(?!\$).+", re.DOTALL | re.IGNORECASE)
_IN_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@]+:([^/\s@]+)@")
_PLAIN = ("password", "basicAuthPassword")
#: What plugins keep in secureJsonData.
_SECURE = re.compile(
    r"password|basicAuthPassword|httpHeaderValue\d+|tlsClientKey|privateKey|secretKey"
    r"|(?:client|azureClient)Secret|(?:access|api|bearer)_?(?:Token|Key)|token",
    re.IGNORECASE,
)
#: The header that names the tenant of a multi-tenant store is no secret, though Grafana keeps it among them.
_TENANT = "x-scope-orgid"


def _check(view: SourceView) -> Iterator[Found]:
    secure = view.raw.get("secureJsonData")
    for key, value in secure.items() if isinstance(secure, dict) else ():
        if isinstance(value, str) and value and not _from_outside(value) and not _names_a_tenant(view, key):
            yield Found(
                view.at("secureJsonData", key), f"secureJsonData.{key} is written down", "write $NAME or $__file{PATH}"
            )
    for key in _PLAIN:
        value = view.raw.get(key)
        if isinstance(value, str) and value and not _from_outside(value):
            yield Found(view.at(key), f"{key} is written down", "move it to secureJsonData, and write $NAME there")
    for key, value in view.json_data.items():
        if isinstance(value, str) and value and _SECURE.fullmatch(key) and not _names_a_tenant(view, key):
            at = view.at("jsonData", key)
            yield Found(at, f"jsonData.{key} is seen by everyone who opens a board", "move it to secureJsonData")
    url = view.raw.get("url")
    match = _IN_URL.match(url) if isinstance(url, str) else None
    if match is not None and not _from_outside(match[1]):
        yield Found(view.at("url"), "the address holds a password", "use basicAuth and secureJsonData")


def _from_outside(value: str) -> bool:
    return _EXPANDED.match(value) is not None


def _names_a_tenant(view: SourceView, key: str) -> bool:
    number = key.removeprefix("httpHeaderValue")
    return str(view.json_data.get(f"httpHeaderName{number}", "")).lower() == _TENANT


rule = Rule(SourceView, "error", _check)
