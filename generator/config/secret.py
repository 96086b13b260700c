"""What looks like a secret, and so does not belong in a file that is committed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.config.document import Document, dotted
from generator.config.places import KeyPath

#: Parts of key names, without `-` and `_`, whose values give access to something.
NAMES = re.compile(
    r"token|passw|passphrase|secret|apikey|accesskey|privatekey|clientkey|authorization|bearer"
    r"|headervalue|securejsondata|^credentials?$|^pwd$"
)

#: Values that give access whatever their key is called: Grafana's tokens, header values, addresses with a password.
VALUES = re.compile(r"^(glsa_|glc_|eyJrIjoi)\w|^(bearer|basic)\s+[\w.+/=-]{16,}$|://[^/\s@]*:[^/\s@]*@", re.IGNORECASE)

#: Tables whose keys are names of the user's own things.
FREE = ("tenants", "activities", "contexts", "signals")


def refuse_secrets(document: Document) -> None:
    """Raise a UsageError that names the first key that looks like a secret, and never its value."""
    path = _find(document.data, ())
    if path is None:
        return
    raise document.error(
        path,
        f"{dotted(path)} looks like a secret, which this file must not hold",
        "take it out, and pass it by the environment (GRAFANA_TOKEN, GRAFANA_PASSWORD) or by a file (--token-file, "
        "--password-file); if the file was shared, change the secret",
    )


def looks_secret(value: str) -> bool:
    """Whether a text is a secret by its form alone."""
    return VALUES.search(value) is not None


def _find(value: Any, path: KeyPath) -> KeyPath | None:
    if isinstance(value, str):
        return path if looks_secret(value) else None
    if isinstance(value, Mapping):
        for key, inner in value.items():
            found = (*path, key) if _named_secret(path, key, inner) else _find(inner, (*path, key))
            if found:
                return found
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found = _find(inner, (*path, index))
            if found:
                return found
    return None


def _named_secret(path: KeyPath, key: str, value: Any) -> bool:
    free = bool(path) and path[0] in FREE and isinstance(value, Mapping)
    return not free and NAMES.search(re.sub(r"[-_]", "", key).lower()) is not None
