"""No object has a key twice.

Of two values for one key the first is silently lost.

Passes:

    promql: up
    ---
    file: '{"title": "A", "panels": [], "uid": "a"}'

Fails:

    file: '{"title": "A", "title": "B", "panels": []}'
    ---
    file: '{"title": "A", "panels": [{"type": "text", "id": 1, "id": 2}]}'
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
