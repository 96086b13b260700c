"""The rules as text, JSON or Markdown."""

from __future__ import annotations

import json as json_format
from collections.abc import Sequence
from importlib import import_module

from generator.validate.rule import NamedRule
from generator.validate.sample import FAILS, PASSES, prose, samples

_INTRODUCTION = """\
# Rules

What `generator validate` looks at: {number} rules. This page is what `generator rules -o markdown` prints.

A rule counts as error, warning or info; boards of others are judged more mildly where Grafana puts up with what they
have. What a rule cannot decide it says as info. Below each rule stand samples: each changes a good board, and they are
the rule's tests. `promql`, `logql` and `traceql` are the query of the board's panel, `query` keys of that query;
`panel`, `variables`, `annotation` and `board` are what they say, and `file` is a whole file.
"""


def text(rules: Sequence[NamedRule], *, explained: bool) -> str:
    """For a terminal: a line each, or all there is to say where they are `explained`."""
    if explained:
        return "\n".join(f"{one.id} ({_severity(one)})\n\n{one.documentation.rstrip()}\n" for one in rules)
    width = max((len(one.id) for one in rules), default=0)
    return "".join(f"{one.id:<{width}}  {_severity(one):<8}  {one.summary}\n" for one in rules)


def json(rules: Sequence[NamedRule], *, explained: bool) -> str:  # noqa: ARG001
    """For a program; it always says everything."""
    listed = [
        {
            "id": one.id,
            "severity": one.rule.severity,
            "severity_for_others": one.rule.others or one.rule.severity,
            "summary": one.summary,
            "documentation": prose(one.documentation),
            "passes": list(samples(one.documentation, PASSES)),
            "fails": list(samples(one.documentation, FAILS)),
        }
        for one in rules
    ]
    return json_format.dumps({"schema_version": 1, "rules": listed}, indent=2, ensure_ascii=False) + "\n"


def markdown(rules: Sequence[NamedRule], *, explained: bool) -> str:  # noqa: ARG001
    """For a page."""
    lines = [_INTRODUCTION.format(number=len(rules))]
    area = ""
    for one in rules:
        if one.id.partition("/")[0] != area:
            area = one.id.partition("/")[0]
            lines += [f"## {area}", "", about(area), ""]
        lines += [f"### `{one.id}`", "", f"**{_severity(one)}**", "", prose(one.documentation), ""]
        for heading in (PASSES, FAILS):
            texts = "\n---\n".join(samples(one.documentation, heading))
            lines += [heading, "", "```yaml", texts, "```", ""]
    return "\n".join(lines)


def about(area: str) -> str:
    """What the rules of an area are about, in one line."""
    return (import_module(f"generator.validate.rules.{area}").__doc__ or "").strip()


def _severity(one: NamedRule) -> str:
    usual, others = one.rule.severity, one.rule.others
    return usual if others in (None, usual) else f"{usual}, {others} for boards of others"
