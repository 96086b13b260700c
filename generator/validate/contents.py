"""From the bytes of one file to the documents in it, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from generator.board_json.form import NotADashboard
from generator.board_json.lookalike import looks_like
from generator.validate import json_outline, json_text, yaml_text
from generator.validate.document import Document, PassedOver
from generator.validate.encoding import decode
from generator.validate.fault import Fault, byte_order_mark
from generator.validate.finding import Finding, Severity
from generator.validate.lines import Text
from generator.validate.source import Format, Source
from generator.validate.unwrap import Unjudged, says_grafana, unwrap

#: What Helm, Go and Jinja templates say, and no legend of a dashboard does.
_TEMPLATE = re.compile(
    r"\{%-?\s|\{\{-?[ \t]*(?:\.[A-Z]|\$\.|/\*|(?:include|template|define|if|else|end|range|with|tpl|toYaml)\b)"
)
_COMMENT = re.compile(r"//|/\*")
_LIKE_JSON = re.compile(r"[ \t\r\n]*[\[{]")


def documents(file: str, data: bytes, *, named: bool) -> Iterator[Document | PassedOver | Finding]:
    """Everything in the bytes of a file. Raises nothing.

    `named` says that somebody asked for this very file: then it is a finding that it holds nothing to judge. A file
    that was met in a folder is passed over.
    """
    suffix = file.lower().rpartition(".")[2]
    if not data or data.isspace():
        yield _nothing(file) if named or suffix == "json" else PassedOver(file, "an empty file")
        return
    text = decode(file, data)
    del data  # as large as the text, which is all that is needed from here on
    if isinstance(text, Finding):
        yield text
        return
    # The file's name tells; where it does not, JSON is what begins like JSON.
    is_json = suffix == "json" or (suffix not in ("yaml", "yml") and _LIKE_JSON.match(text.content) is not None)
    sources, fault, repeated = _parse(text, is_json)
    if fault is not None:
        template = not is_json and _TEMPLATE.search(text.content) is not None
        about_others = template or _COMMENT.match(text.content, fault.start)
        if about_others and not named and not says_grafana(text.content):
            yield PassedOver(file, "a template" if template else "JSON with comments")
        else:
            yield _finding(text, _of_template(fault, "error" if named else "info") if template else fault)
        return
    if not sources:
        yield _nothing(file) if named else PassedOver(file, "an empty file")
        return
    found = [entry for source in sources for entry in unwrap(source)]
    ours = [entry for entry in found if not isinstance(entry, Unjudged)]
    if not ours:
        recognised = (entry for entry in found if isinstance(entry, Unjudged) and entry.recognised)
        alone = found[0] if len(found) == 1 and isinstance(found[0], Unjudged) else None
        first = next(recognised, alone or Unjudged(looks_like(sources[0].data)))
        yield _unjudged(text, first) if named else PassedOver(file, first.likeness)
        return
    for defect in (_mark(text, sources[0].format), repeated):
        if defect is not None:
            yield _finding(text, defect)
    yield from ours


def _parse(text: Text, is_json: bool) -> tuple[tuple[Source, ...], Fault | None, Fault | None]:
    """The documents of a text, or why it cannot be read; and the first key that comes twice."""
    # JSON is YAML, but read as what it is it is read a hundred times as fast.
    if is_json or _LIKE_JSON.match(text.content):
        read = json_text.parse(text.content)
        if read.fault is None:
            outline = partial(json_outline.build, text.content)
            return (Source(text, "json", read.value, outline),), None, read.repeated
        if is_json:
            return (), read.fault, None
    found = yaml_text.parse(text.content)
    sources = tuple(Source(text, "yaml", each.value, each.get_outline) for each in found.documents)
    return sources, found.fault, found.repeated


def _mark(text: Text, read_as: Format) -> Fault | None:
    if not text.bom:
        return None
    said = "begins with a byte order mark (BOM), which some tools take for a part of the first key"
    in_yaml = Fault("file/bom", said, 0, 0, "save it as UTF-8 without BOM", "warning")
    return byte_order_mark() if read_as == "json" else in_yaml


def _of_template(fault: Fault, severity: Severity) -> Fault:
    said = "a template, which is not YAML before it is rendered"
    fix = "judge what it becomes: helm template CHART | generator validate -"
    return Fault("file/template", said, fault.start, fault.end, fix, severity)


def _finding(text: Text, fault: Fault) -> Finding:
    return fault.finding(text.file, text.place(fault.start, fault.end))


def _nothing(file: str) -> Finding:
    return Finding("file/empty", "error", "the file is empty", file, "write the dashboard into it, or delete it")


def _unjudged(text: Text, entry: Unjudged) -> Finding:
    if entry.recognised:
        fix = "nothing: it is left to Grafana"
        return Finding("file/not-judged", "info", f"{entry.likeness}, which is not judged", text.file, fix)
    said = NotADashboard(entry.likeness)
    return Finding("file/not-a-dashboard", "error", said.summary, text.file, said.fix, line=1, column=1)
