"""What each consumer does to a text before it uses it, written down from what was seen of the real ones."""

from __future__ import annotations

import re
from typing import Any

#: What the surroundings of a Grafana may hold: whoever expands by mistake finds something.
ENVIRONMENT = {"PORT": "8080", "__value": "wrong", "service": "wrong", "HOME": "wrong", "x": "wrong"}
_VARIABLE = re.compile(r"\$\{([^}]*)\}|\$(\w+)")
_ACTION = re.compile(r"\{\{`([^`]*)`\}\}")


def grafana(text: str) -> str:
    """One text of a provisioning file as Grafana reads it.

    It splits at `$$`, puts environment variables in for `$NAME` and `${NAME}` in each part (nothing for one that is
    not set), and joins the parts with `$`.
    """
    parts = text.split("$$")
    return "$".join(_VARIABLE.sub(lambda found: ENVIRONMENT.get(found[1] or found[2], ""), part) for part in parts)


def everywhere(expand: Any, value: Any) -> Any:
    """The document with every text expanded. Keys are not."""
    if isinstance(value, str):
        return expand(value)
    if isinstance(value, dict):
        return {key: everywhere(expand, member) for key, member in value.items()}
    if isinstance(value, list):
        return [everywhere(expand, member) for member in value]
    return value


def go_template(text: str) -> str:
    """A Go template that prints what stands in backquotes; AssertionError for any other action."""
    done, end = [], 0
    while (start := text.find("{{", end)) >= 0:
        found = _ACTION.match(text, start)
        assert found, f"Helm would run {text[start : start + 40]!r}"
        done += [text[end:start], found[1]]
        end = found.end()
    return "".join(done) + text[end:]


def terraform(text: str) -> str:
    """A template of Terraform's JSON syntax without interpolations; AssertionError for one that has any."""
    done, end = [], 0
    for found in re.finditer(r"\$\$\{|%%\{|\$\{|%\{", text):
        assert len(found[0]) == 3, f"Terraform would evaluate {text[found.start() : found.start() + 40]!r}"
        done += [text[end : found.start()], found[0][1:]]
        end = found.end()
    return "".join(done) + text[end:]
