"""Alert rules evaluated as Grafana does it: the answers of the queries, put through the expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]
#: Sorted labels -> number.
Answer = dict[tuple[tuple[str, str], ...], float]
Ask = Callable[[Json], Answer]


def steps(rule: Json) -> dict[str, Json]:
    """The queries and expressions of a rule by their reference id, in their order."""
    return {one["refId"]: one["model"] for one in rule["data"]}


def firing(rule: Json, ask: Ask) -> list[dict[str, str]]:
    """The labels of each instance for which the rule's condition holds."""
    answers: dict[str, Answer] = {}
    for ref, model in steps(rule).items():
        if model["datasource"]["type"] != "__expr__":
            answers[ref] = ask(model)
        elif model["type"] == "math":
            answers[ref] = _while(model["expression"], answers)
        else:
            assert model["type"] == "threshold"
            ((evaluator,),) = (condition.values() for condition in model["conditions"])
            assert evaluator["type"] == "gt"
            (limit,) = evaluator["params"]
            answers[ref] = {key: float(value > limit) for key, value in answers[model["expression"]].items()}
    return [dict(key) for key, value in answers[rule["condition"]].items() if value]


def _while(expression: str, answers: dict[str, Answer]) -> Answer:
    """The one calculation that our rules make: what is read, where the other is above 0."""
    assert expression == "$A * ($B > 0)"
    read, use = answers["A"], answers["B"]
    # Where nothing fits and there is one of each, Grafana joins them all the same, without labels.
    assert read.keys() <= use.keys(), "an instance without its counterpart"
    return {key: value * (use[key] > 0) for key, value in read.items()}
