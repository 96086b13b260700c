r"""A `$` that Grafana has to see is written `$$` in a provisioning file, and single everywhere else.

Grafana expands `$NAME` and `${...}` in every text of a provisioning file when it reads it: `${__value.raw}` becomes
nothing, and the link to the trace asks for nothing. So do `$1` and, in a correlation, `${field}`. Through the API, and
in the JSON of dashboards, nothing is expanded, and a doubled `$$` stays doubled.

Passes:

    datasource: {type: loki}
    ---
    datasource: {type: loki, url: "$LOKI_URL", jsonData: {maxLines: "1000"}}

Fails:

    datasource:
      {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: id=(\w+), datasourceUid: tempo, url: '${__value.raw}'}]}}
    ---
    datasource:
      {type: tempo, jsonData: {tracesToLogsV2: {datasourceUid: loki, customQuery: true, query: '{${__tags}} | trace_id="${__trace.traceId}"'}}}
    ---
    datasource: {type: loki, jsonData: {derivedFields: [{name: T, matcherRegex: (a|b)$1, url: x}]}}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: tempo, label: A, description: '', config: {type: query, field: traceID,
              target: {query: '${traceID}'}}}]}
    ---
    datasource:
      {type: loki, correlations: [{targetUID: tempo, label: A, description: '', config: {type: query, field: Line,
              target: {query: $trace}, transformations: [{type: regex, expression: id=(\w+), mapValue: trace}]}}]}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.validate.found import Found
from generator.validate.references import texts
from generator.validate.rule import Rule
from generator.validate.view import SourceView
from generator.validate.wiring import correlations

#: Names that only Grafana itself fills in: nobody has an environment variable of such a name.
_OWN = re.compile(r"(?<!\$)(?:\$\$)*\$\{?(__[a-z]\w*|\d)")
_ANY = re.compile(r"(?<!\$)(?:\$\$)*\$\{?([A-Za-z_]\w*)")
_DOUBLED = re.compile(r"\$\$\{?__[a-z]\w*")
#: These are expansions of the file itself.
_OF_FILES = ("__env", "__file", "__vault")


def _check(view: SourceView) -> Iterator[Found]:
    correlated, filled = view.at("correlations") + "/", _filled(view)
    for text, pointer in texts(view.raw, view.pointer):
        if view.escaped:
            match = next((one for one in _OWN.finditer(text) if one[1] not in _OF_FILES), None)
            if match is None and pointer.startswith(correlated):
                match = next((one for one in _ANY.finditer(text) if one[1] in filled), None)
            if match is not None:
                yield Found(
                    pointer,
                    f"Grafana replaces {match[0]}... by nothing when it reads the file",
                    "write $$ for each $",
                    (match.start(), match.end()),
                )
        else:
            match = _DOUBLED.search(text)
            if match is not None:
                yield Found(
                    pointer,
                    f"{match[0]}... is doubled, but nothing is expanded here",
                    "write a single $",
                    (match.start(), match.end()),
                )


def _filled(view: SourceView) -> set[str]:
    """The names that correlations fill in: of their fields, and of what is taken out of these."""
    names = set()
    for one in correlations(view):
        config = one.get("config")
        if isinstance(config, dict):
            steps = config.get("transformations")
            taken = (
                [step.get("mapValue") for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
            )
            names |= {name for name in (config.get("field"), *taken) if isinstance(name, str)}
    return names


rule = Rule(SourceView, "error", _check)
