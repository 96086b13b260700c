"""HTTP headers of the user's own, for a proxy that stands before Grafana."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from generator.config import environment
from generator.config.environment import agreed, settings
from generator.errors import UsageError

NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
VALUE = re.compile(r"[\x20-\x7e\t]*")


def own_headers(environ: Mapping[str, str], *, authorized: bool) -> Mapping[str, str]:
    """The headers in `GRAFANA_HTTP_HEADERS`, a JSON object of texts; `authorized`: a credential is given as well.

    Raises UsageError, which repeats nothing of the value, for a header may hold a secret.
    """
    found = agreed(settings(environ, environment.HEADERS))
    if found is None:
        return MappingProxyType({})
    try:
        headers = json.loads(found.value)
    except ValueError:
        headers = None
    if not isinstance(headers, dict) or not all(
        NAME.fullmatch(name) and isinstance(value, str) and VALUE.fullmatch(value) for name, value in headers.items()
    ):
        raise UsageError(
            f"{found.name} is not a JSON object of header names and values",
            """write it like '{"X-Forwarded-User": "me"}'""",
        )
    if authorized and any(name.lower() == "authorization" for name in headers):
        raise UsageError(f"{found.name} sets Authorization, and so does the token or the user", "keep one of the two")
    return MappingProxyType(headers)
