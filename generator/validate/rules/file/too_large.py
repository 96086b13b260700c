"""A file is not larger than any dashboard can be (256 MiB).

Passes:

    promql: up
    ---
    datasource: {type: loki}

"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
