"""A parser is used for something, and the cheap filters stand before it.

`| json` takes every line apart. Where nothing behind it asks for a field, and no line is shown with its labels, it is
for nothing; a line filter that follows it could have spared it most lines.

Passes:

    logql: 'sum(count_over_time({app="a"} |= "error" | json | level="error" [$__auto]))'
    ---
    logql: '{app="a"} | json'
    panel: {type: logs}

Fails:

    logql: 'sum(count_over_time({app="a"} | json [$__auto]))'
    ---
    logql: 'sum(count_over_time({app="a"} | json | level="x" |= "error" [$__auto]))'
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.languages.logql import kind_of, walk
from generator.languages.logql.tree import (
    LineFilter,
    LineFormat,
    LogQuery,
    Parser,
    RangeAggregation,
    VectorAggregation,
)
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import QueryView


def _check(query: QueryView) -> Iterator[Found]:
    if query.tree is None or query.judged.problems:
        return
    metric = kind_of(query.tree) == "metric"
    grouped = any(isinstance(node, VectorAggregation | RangeAggregation) and node.grouping for node in walk(query.tree))
    for node in walk(query.tree):
        if isinstance(node, LogQuery):
            yield from _stages(query, node, needed=grouped or not metric)


def _stages(query: QueryView, node: LogQuery, *, needed: bool) -> Iterator[Found]:
    parser: Parser | None = None
    rewritten = False
    for at, stage in enumerate(node.stages):
        rewritten = rewritten or isinstance(stage, LineFormat)
        if isinstance(stage, Parser) and parser is None:
            parser = stage
            if at == len(node.stages) - 1 and not needed:
                yield query.found(stage, f"nothing asks for a field that | {stage.name} finds", "leave it out")
        elif isinstance(stage, LineFilter) and parser is not None and not rewritten:
            yield query.found(stage, f"the filter of lines stands behind | {parser.name}", "put it before the parser")


rule = Rule(QueryView, "info", _check, kind="loki")
