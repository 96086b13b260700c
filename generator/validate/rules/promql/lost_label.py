"""A query groups by, joins on and copies only labels that are still there.

After `sum by (job)` no series has an `instance` any more: grouping by it puts everything into one group, joining on it
matches series that have nothing to do with each other, and `group_left(instance)` copies nothing.

Passes:

    promql: sum by (job) (sum by (job, instance) (rate(x_total[$__rate_interval])))
    ---
    promql: sum by (job) (rate(x_total[$__rate_interval])) * on (job) group_left (version) build_info
    ---
    promql: topk by ($split) (5, sum by (job) (rate(x_total[$__rate_interval])))
    variables: [{type: custom, name: split, query: "none,job"}]

Fails:

    promql: sum by (instance) (sum by (job) (rate(x_total[$__rate_interval])))
    ---
    promql: sum by (job) (rate(x_total[$__rate_interval])) / on (pod) sum by (job) (rate(y_total[$__rate_interval]))
    ---
    promql: rate(x_total[$__rate_interval]) * on (job) group_left (version) sum by (job) (build_info)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.languages.promql.analysis import Labels, label_sets
from generator.languages.promql.tree import Aggregate, Binary, Node, walk
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None:
        return
    kept = label_sets(query.tree)
    for node in walk(query.tree):
        if isinstance(node, Aggregate) and node.grouping is not None and not node.grouping.without:
            for label in node.grouping.labels:
                if not kept[node.expression].may_have(label.text) and not query.is_chosen(label):
                    yield query.found(
                        label, f'no series has the label "{label.text}" here any more', "keep it further inside"
                    )
        elif isinstance(node, Binary) and node.matching is not None:
            yield from _join(query, node, kept)


def _join(query: QueryView, node: Binary, kept: Mapping[Node, Labels]) -> Iterator[Found]:
    matching = node.matching
    if matching is None:
        return
    sides = {"left": kept[node.left], "right": kept[node.right]}
    for label in matching.labels if matching.on else ():
        lacking = [side for side, labels in sides.items() if not labels.may_have(label.text)]
        if lacking and not query.is_chosen(label):
            yield query.found(
                label,
                f'no series on the {lacking[0]} has the label "{label.text}" to join on',
                "keep it further inside",
            )
    one = {"left": sides["right"], "right": sides["left"]}.get(matching.many or "")
    for label in matching.include:
        if one is not None and not one.may_have(label.text) and not query.is_chosen(label):
            yield query.found(label, f'no series has the label "{label.text}" to copy', "keep it further inside")


rule = Rule(QueryView, "error", _check, kind="prometheus", others="warning")
