"""A file is UTF-8.

Grafana and the tools around it read nothing else.

Passes:

    panel: {title: 요청}
    ---
    promql: up

Fails:

    bytes: "ff fe 7b 00 7d 00"
    ---
    bytes: "7b 22 74 69 74 6c 65 22 3a 22 e9 22 7d"
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
