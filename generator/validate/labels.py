"""Which labels a query's series carry, as far as its text tells."""

from __future__ import annotations

from typing import Protocol

from generator.validate.view import QueryView


class Labels(Protocol):
    """What either language knows of the labels of a result."""

    def may_have(self, label: str) -> bool:
        """Whether a series can have the label."""


def label_kept(query: QueryView, label: str) -> bool | None:
    """Whether the series of a query can have the label; None where the text does not tell."""
    kept = labels(query)
    if kept is None:
        return None
    return kept.may_have(label)


def labels(query: QueryView) -> Labels | None:
    """The labels of a Prometheus or Loki query's result, None where nobody can say."""
    tree = query.tree
    if tree is None or query.judged.problems or query.judged.guessed:
        return None
    if query.kind == "prometheus":
        from generator.languages.promql.analysis import labels_after as of_promql

        return of_promql(tree)
    if query.kind == "loki":
        from generator.languages.logql.analysis import labels_after as of_logql

        return of_logql(tree)
    return None
