"""A signal as one panel uses it, and the query targets that come of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase
from typing import Any

from generator.board.context import Context, datasource
from generator.errors import GeneratorError
from generator.model.targets import LokiTarget, PrometheusTarget, ServiceMapTarget, TempoTarget
from generator.signals.signal import Kind, Query, Signal, Source

#: A logs panel asks for this many lines, and for more as one scrolls.
LINES = 200


@dataclass(frozen=True)
class Use:
    """A signal, grouped by labels. `ref` names its query inside the panel, where another part refers to it."""

    signal: Signal
    by: tuple[str, ...] = ()
    ref: str = ""

    def __post_init__(self) -> None:
        foreign = [label for label in self.by if label not in self.signal.by]
        if foreign:
            raise GeneratorError(
                f'signal "{self.signal.id}" has no label "{foreign[0]}"',
                f"group it by {', '.join(self.signal.by) or 'nothing'}",
            )


def use(signal: Signal, *by: str, ref: str = "") -> Use:
    """A signal, grouped by these labels."""
    return Use(signal, by, ref)


@dataclass(frozen=True)
class Asked:
    """How a panel asks: at one moment or over the range, for which shape of answer."""

    instant: bool = False
    format: str = "time_series"
    exemplars: bool = False
    table_type: str = "traces"
    limit: int = 20


def queries(one: Use, context: Context, asked: Asked) -> tuple[Query, ...]:
    """The query texts of a use in this context."""
    view = replace(context.view, by=one.by)
    if asked.instant:
        # An instant question about logs is a question about the whole range.
        view = replace(view, log_window="$__range")
    return one.signal.queries(view)


#: A label in a legend: data, which no language changes.
_LABEL = re.compile(r"\{\{\w+\}\}")


def _legend(query: Query, signal: Signal, context: Context) -> str:
    """The legend in the context's language, where it holds words. Its key is made of the English ones."""
    words = _LABEL.sub("", query.legend).strip()
    if not re.search("[a-z]", words) or re.fullmatch(r"p\d+", words):
        return query.legend
    slug = re.sub(r"\W+", "-", query.legend).strip("-").lower()
    return context.say(query.legend_key or f"signal.{signal.id}.legend.{slug}", query.legend)


def _target(ref: str, query: Query, signal: Signal, context: Context, asked: Asked) -> Any:
    source = datasource(signal.source)
    legend = _legend(query, signal, context)
    if signal.source == "prometheus":
        return PrometheusTarget(
            refId=ref,
            datasource=source,
            expr=query.text,
            interval=context.interval,
            legend=legend,
            instant=asked.instant,
            format=asked.format,
            exemplar=asked.exemplars,
        )
    if signal.source == "loki":
        lines = signal.kind is Kind.LINES
        return LokiTarget(
            refId=ref,
            datasource=source,
            expr=query.text,
            legend=legend,
            instant=asked.instant and not lines,
            max_lines=LINES if lines else None,
        )
    if signal.kind is Kind.MAP:
        return ServiceMapTarget(refId=ref, datasource=source, query=query.text)
    searched = signal.kind is Kind.TRACES
    return TempoTarget(
        refId=ref,
        datasource=source,
        query=query.text,
        table_type=asked.table_type,
        limit=asked.limit,
        metrics="" if searched else ("instant" if asked.instant else "range"),
        step="" if searched or asked.instant else "1m",
    )


def targets(uses: tuple[Use, ...], context: Context, asked: Asked) -> list[Any]:
    """The targets of a panel. Reference ids are A, B, C… unless a use names its own."""
    return list(_targets(uses, context, asked))


def _targets(uses: tuple[Use, ...], context: Context, asked: Asked) -> Iterator[Any]:
    letters = iter(ascii_uppercase)
    for one in uses:
        for query in queries(one, context, asked):
            letter = next(letters)
            yield _target(one.ref or letter, query, one.signal, context, asked)


def sources(uses: tuple[Use, ...]) -> set[Source]:
    """The kinds of data source that a panel asks."""
    return {one.signal.source for one in uses}
