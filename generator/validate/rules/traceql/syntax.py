"""A TraceQL query is one that Tempo accepts.

Passes:

    traceql: '{ resource.service.name = "shop" && status = error }'
    ---
    traceql: '{ kind = server } | rate() by (resource.service.name)'

Fails:

    traceql: '{ resource.service.name = "shop" && }'
    ---
    traceql: '{ status }'
    ---
    traceql: '{ kind = server } | rate() by (5)'
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.view import QueryView
from generator.validate.words import problems

rule = Rule(QueryView, "error", problems, kind="tempo")
