"""No variable waits for itself, over however many others.

None of the variables of a cycle ever gets its values, and every panel that uses one stays empty.

Passes:

    variables:
      [{type: query, name: pod, query: 'label_values(up{job=~"$job"}, pod)', datasource: {type: prometheus, uid: p}}]
    ---
    variables: [{type: custom, name: a, query: "1,2"}]

Fails:

    variables:
      - {type: query, name: a, query: 'label_values(up{b="$b"}, a)', datasource: {type: prometheus, uid: p}}
      - {type: query, name: b, query: 'label_values(up{a="$a"}, b)', datasource: {type: prometheus, uid: p}}
    ---
    variables: [{type: query, name: a, query: 'label_values(up{a="$a"}, a)', datasource: {type: prometheus, uid: p}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.interpolate import resolve_order
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import BoardView


def _check(view: BoardView) -> Iterator[Found]:
    pointers = {one.name: one.pointer for one in view.board.variables}
    for cycle in resolve_order(view.board).cycles:
        way = " → ".join((*cycle, cycle[0]))
        yield Found(pointers[cycle[0]], f"variables wait for each other: {way}", "let one of them depend on none")


rule = Rule(BoardView, "error", _check)
