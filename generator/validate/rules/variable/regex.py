r"""The regular expression of a variable compiles.

Grafana reads it as JavaScript does, between slashes or bare. One that does not compile leaves the picker empty.

Passes:

    variables: [{name: job, regex: "/(?:.+\\/)?(.+)/"}]
    ---
    variables: [{name: job, regex: "^shop"}]
    ---
    variables: [{name: job, regex: '/[\w-.]+/'}]
    ---
    variables: [{name: job, regex: "/([^]*)-x/"}]

Fails:

    variables: [{name: job, regex: "/(unclosed/"}]
    ---
    variables: [{name: job, regex: "[a-"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.browser_regex import compiled
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import VariableView

_SLASHED = re.compile(r"/(.*)/([gimsuy]*)", re.DOTALL)


def _check(view: VariableView) -> Iterator[Found]:
    regex = view.variable.regex
    if not regex or "$" in regex.replace("$/", "/").rstrip("$") or "[[" in regex:
        # A reference to another variable: what it becomes is known to a running Grafana only.
        return
    slashed = _SLASHED.fullmatch(regex)
    read = compiled(slashed[1] if slashed else regex)
    if read.fault:
        yield Found(view.at("regex"), f"the regular expression does not compile: {read.fault}", unsure=not read.certain)


rule = Rule(VariableView, "error", _check)
