r"""A file has something in it.

Passes:

    promql: up
    ---
    datasource: {type: loki}

Fails:

    file: ""
    ---
    file: "  \n"
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
