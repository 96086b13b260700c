r"""The regular expression of a variable compiles.

Grafana reads it as JavaScript does, between slashes or bare. One that does not compile leaves the picker empty.

Passes:

    variables: [{name: job, regex: "/(?:.+\\/)?(.+)/"}]
    ---
    variables: [{name: job, regex: "^shop"}]

Fails:

    variables: [{name: job, regex: "/(unclosed/"}]
    ---
    variables: [{name: job, regex: "[a-"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import VariableView

_SLASHED = re.compile(r"/(.*)/([gimsuy]*)", re.DOTALL)
_NAMED_GROUP = re.compile(r"\(\?<(?=[A-Za-z_])")


def _check(view: VariableView) -> Iterator[Found]:
    regex = view.variable.regex
    if not regex or "$" in regex.replace("$/", "/").rstrip("$") or "[[" in regex:
        # A reference to another variable: what it becomes is known to a running Grafana only.
        return
    slashed = _SLASHED.fullmatch(regex)
    body = slashed[1] if slashed else regex
    try:
        re.compile(_NAMED_GROUP.sub("(?P<", body))
    except (re.error, RecursionError, OverflowError) as error:
        reason = str(error).split(" at position")[0]
        # Python's expressions and JavaScript's are not the same to the last corner.
        certain = "unterminated" in reason or "missing )" in reason or "unbalanced" in reason
        yield Found(view.at("regex"), f"the regular expression does not compile: {reason}", unsure=not certain)


rule = Rule(VariableView, "error", _check)
