"""A file that is named exists.

Passes:

    promql: up
    ---
    datasource: {type: loki}

Fails:

    missing: boards/x.json
    ---
    missing: y.yaml
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
