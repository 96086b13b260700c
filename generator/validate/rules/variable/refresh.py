"""A query variable asks again when it has to: with the time range where its query depends on it, else at each load.

`refresh: 0` keeps the values of the day somebody saved the board. Series come and go, so that label values read over
the time range want `refresh: 2`; a list that does not change with the range is only slower for it. In boards of before
schemaVersion 29 Grafana itself puts a 1 where nothing or 0 stands.

Passes:

    variables: [{name: job, refresh: 2}]
    ---
    variables: [{name: job, refresh: 0}]
    board: {schemaVersion: 22}
    ---
    variables:
      [{type: query, name: fixed, query: query_result(vector(1)), refresh: 1, datasource: {type: prometheus, uid: p}}]

Fails:

    variables: [{name: job, refresh: 0}]
    ---
    variables: [{name: job, refresh: null}]
    ---
    variables: [{name: job, refresh: 1}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.found import Found, Mend
from generator.validate.rule import Rule
from generator.validate.view import VariableView

_SETS_IT = 29
_NEW_MODEL = {1: "onDashboardLoad", 2: "onTimeRangeChanged"}
#: Stores whose lists of label values are those of the time range.
_RANGED = frozenset({"prometheus", "loki"})


def _check(view: VariableView) -> Iterator[Found]:
    variable = view.variable
    if variable.type != "query":
        return
    at = view.at("refresh")
    absent = "refresh" not in variable.raw
    ranged = variable.kind in _RANGED and "label_values" in (variable.text or "")
    number = 2 if ranged or "$__range" in (variable.text or "") else 1
    wanted: int | str = _NEW_MODEL[number] if view.board.new_model else number
    mend = (Mend("add", view.at(), wanted, "refresh") if absent else Mend("set", at, wanted),)
    if variable.refresh in (None, 0) and not _migrated(view):
        yield Found(
            at, f'"{variable.name}" keeps the values of the day it was saved', f"write refresh: {wanted}", mend=mend
        )
    elif number == 2 and variable.refresh == 1:
        yield Found(
            at,
            f'"{variable.name}" lists the values of the time range, but asks only when the board is loaded',
            f"write refresh: {wanted}",
            mend=mend,
            # A list that seldom changes may be asked for once on purpose.
            unsure=not view.board.ours,
        )


def _migrated(view: VariableView) -> bool:
    """Whether Grafana sets it when it loads the board."""
    return not view.board.new_model and (view.board.board.schema_version or 0) < _SETS_IT


rule = Rule(VariableView, "warning", _check)
