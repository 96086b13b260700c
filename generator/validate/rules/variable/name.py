"""A variable has a name of its own that Grafana can find: letters, digits and `_`, not `__` at the beginning.

Of two variables with one name only the first is ever found. Names that begin with `__` are Grafana's own, and a name of
digits only is read as a group of a regular expression.

Passes:

    variables: [{type: custom, name: region, query: "a,b"}]
    ---
    variables: [{type: textbox, name: _x1, query: ""}]

Fails:

    board: {templating: {list: [{type: custom, name: a, query: "1"}, {type: custom, name: a, query: "2"}]}}
    ---
    variables: [{type: custom, name: __mine, query: "1"}]
    ---
    variables: [{type: custom, name: "12", query: "1"}]
    ---
    variables: [{type: custom, name: "my-name", query: "1"}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView

_WORD = re.compile(r"\w+", re.ASCII)


def _check(view: BoardView) -> Iterator[Found]:
    seen = set()
    for variable in view.variables:
        name, at = variable.variable.name, variable.at("name")
        if not name:
            yield Found(at, "the variable has no name", "give it one")
        elif name in seen:
            yield Found(at, f'there is another variable "{name}": only the first is found', "rename or remove one")
        elif name.startswith("__"):
            yield Found(at, f'"{name}": names that begin with __ are Grafana\'s own', "leave the underscores out")
        elif name.isdecimal():
            yield Found(at, f'"{name}" is read as a group of a regular expression', "use a word")
        elif not _WORD.fullmatch(name):
            yield Found(
                at, f'"{name}" can only be written as ${{{name}}}, and not everywhere', "use letters, digits and _"
            )
        seen.add(name)


rule = Rule(BoardView, "error", _check, others="warning")
