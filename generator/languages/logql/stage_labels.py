"""Which labels lines can carry behind the stages of a log query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.languages import re2
from generator.languages.logql import patterns
from generator.languages.logql.labels import ANYTHING, Labels
from generator.languages.logql.tree import Drop, Keep, Label, LabelFormat, Parser, Stage


def after_stages(stages: Sequence[Stage]) -> Labels:
    """Streams can carry anything; stages add, rename, drop and keep labels."""
    labels = ANYTHING
    for stage in stages:
        if isinstance(stage, Parser):
            labels = _parsed(stage, labels)
        elif isinstance(stage, LabelFormat):
            labels = _formatted(stage, labels)
        elif isinstance(stage, Drop):
            # With a value behind the name, the label may stay.
            labels = labels.removing({target.name for target in stage.targets if isinstance(target, Label)})
        elif isinstance(stage, Keep):
            names = {target.name if isinstance(target, Label) else target.label.name for target in stage.targets}
            labels = labels.keeping(names)
    return labels


def _parsed(stage: Parser, labels: Labels) -> Labels:
    text = stage.expression.value if stage.expression else ""
    if stage.name == "regexp":
        expression = re2.read(text)
        return labels.adding(_extracted(expression.names if isinstance(expression, re2.Regex) else ()))
    if stage.name == "pattern":
        return labels.adding(_extracted(patterns.captured(text)))
    if stage.extractions:
        return labels.adding(_extracted(extraction.label.name for extraction in stage.extractions))
    return ANYTHING


def _extracted(names: Iterable[str]) -> set[str]:
    """Where the stream has a label of the name already, Loki adds `_extracted` to the new one."""
    return {form for name in names for form in (name, f"{name}_extracted")}


def _formatted(stage: LabelFormat, labels: Labels) -> Labels:
    for assignment in stage.assignments:
        if isinstance(assignment.value, Label):
            labels = labels.removing({assignment.value.name})
        labels = labels.adding({assignment.label.name})
    return labels
