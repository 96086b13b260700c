"""How a value is made safe for the place it goes to: a URL, a regular expression, a query language."""

from __future__ import annotations

import re
from urllib.parse import quote

#: What JavaScript's encodeURIComponent leaves alone, less the five that Grafana encodes on top of it.
_COMPONENT_SAFE = "-_.~"
_URI_SAFE = _COMPONENT_SAFE + ";/?:@&=+$,#"
_PARAM_SAFE = _COMPONENT_SAFE + "@:$,;"

_REGEX = re.compile(r"[\\^$*+?.()|\[\]{}/]")
_LUCENE = re.compile(r'[!*+\-=<>\s&|()\[\]{}^~?:\\/"]')
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_PROMETHEUS_REGEX = re.compile(r"[$^*{}\[\]'+?.()|]")
_LOKI_REGEX = re.compile(r"[$^*{}\[\]+?.()|]")


def component(value: str) -> str:
    """For one part of a URL: everything but letters, digits and `-_.~` is percent-encoded."""
    return quote(value, safe=_COMPONENT_SAFE, errors="replace")


def uri(value: str) -> str:
    """For a text that is a URL already: `&`, `+`, `/` and their like survive."""
    return quote(value, safe=_URI_SAFE, errors="replace")


def parameter(value: str) -> str:
    """For a value in the query part of a URL, in the wording of Grafana's own URLs: `@ : $ , ;` survive."""
    return quote(value, safe=_PARAM_SAFE, errors="replace")


def regex(value: str) -> str:
    """For a regular expression outside quotes (the format `regex`)."""
    return _REGEX.sub(r"\\\g<0>", value)


def lucene(value: str) -> str:
    """For Elasticsearch; a number stays as it is."""
    return value if _NUMBER.fullmatch(value) else _LUCENE.sub(r"\\\g<0>", value)


def prometheus_plain(value: str) -> str:
    """As the Prometheus data source escapes the value of a variable that can have only one."""
    return value.replace("\\", "\\\\").replace("'", "\\\\'")


def prometheus_regex(value: str) -> str:
    """As it escapes a value for a regex matcher: twice, once for the regex and once for the quoted text.

    Backslash first, or the escapes would be escaped.
    """
    return _PROMETHEUS_REGEX.sub(r"\\\\\g<0>", value.replace("\\", "\\\\\\\\"))


def loki_plain(value: str) -> str:
    """As the Loki data source escapes the value of a variable that can have only one: the backslash is left."""
    return value.replace("'", "\\\\'")


def loki_regex(value: str) -> str:
    """As the Loki data source escapes a value for a regex matcher."""
    return loki_plain(_LOKI_REGEX.sub(r"\\\\\g<0>", value.replace("\\", "\\\\\\\\")))
