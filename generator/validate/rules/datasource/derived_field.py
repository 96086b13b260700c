r"""A derived field of Loki finds something: its expression compiles, has a group, and it leads somewhere.

A matcher on the line takes what its first group matches: without a group there is nothing to link with. A matcher on a
label is an expression for label names. Of several fields with one name Grafana uses the first one's matcher for all.

Passes:

    datasource: {type: loki}
    ---
    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherType: label, matcherRegex: trace_id, datasourceUid: tempo,
              url: '$${__value.raw}'}]}}
    ---
    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: 'id=([\w-.]+)', datasourceUid: tempo,
              url: '$${__value.raw}'}]}}

Fails:

    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: trace_id=\w+, datasourceUid: tempo, url: '$${__value.raw}'}]}}
    ---
    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: trace_id=(\w+, datasourceUid: tempo, url: '$${__value.raw}'}]}}
    ---
    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: a=(\w+), datasourceUid: tempo, url: x}, {
              name: T, matcherType: label, matcherRegex: trace_id, datasourceUid: tempo, url: x}]}}
    ---
    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherType: labels, matcherRegex: (trace_id), datasourceUid: tempo,
              url: x}]}}
    ---
    datasource: {type: loki, jsonData: {derivedFields: [{matcherRegex: id=(\w+), datasourceUid: tempo, url: x}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.validate.browser_regex import compiled
from generator.validate.found import Found
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import entries

_MATCHERS = ("label", "regex", None, "")


def _check(view: SourceView) -> Iterator[Found]:
    if view.type != "loki":
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries(view, "derivedFields")):
        name, regex = entry.get("name"), entry.get("matcherRegex")
        at = view.at("jsonData", "derivedFields", index, "matcherRegex")
        if isinstance(name, str) and name in seen:
            yield Found(
                view.at("jsonData", "derivedFields", index, "name"),
                f'another derived field is named "{name}": its matcher is used for both',
                "give each a name of its own",
            )
        seen.add(str(name))
        if not name:
            yield Found(view.at("jsonData", "derivedFields", index), "the derived field has no name", "add one")
        if entry.get("matcherType", "regex") not in _MATCHERS:
            where = view.at("jsonData", "derivedFields", index, "matcherType")
            yield Found(where, f'"{entry["matcherType"]}" is no matcher: it is taken as regex', "write label or regex")
        if not isinstance(regex, str) or not regex:
            yield Found(at, f'the derived field "{name}" matches nothing', "give it a matcherRegex")
            continue
        yield from _expression(regex.replace("$$", "$") if view.escaped else regex, entry, at, str(name))
        if not entry.get("url"):
            where = view.at("jsonData", "derivedFields", index, "url")
            yield Found(where, f'the derived field "{name}" leads nowhere', 'write url: "$${__value.raw}"')


def _expression(regex: str, entry: dict[str, object], at: str, name: str) -> Iterator[Found]:
    read = compiled(regex)
    if read.fault:
        yield Found(
            at, f'the expression of "{name}" does not compile: {read.fault}', "mend it", unsure=not read.certain
        )
        return
    if entry.get("matcherType", "regex") != "label" and not read.groups:
        yield Found(
            at, f'the expression of "{name}" has no group: there is nothing to link with', "put ( ) around the id"
        )


rule = Rule(SourceView, "error", _check)
