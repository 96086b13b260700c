"""A JSON file is JSON.

Grafana skips a file that it cannot read and says so only in its log. The place is where reading stopped; comments and
commas before a closing bracket are no JSON.

Passes:

    promql: up
    ---
    file: '{"title": "A", "panels": [], "schemaVersion": 41}'

Fails:

    file: '{"title": "A", "panels": [}'
    ---
    file: '{"title": "A", "panels": [],}'
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
