"""A file that is named is a dashboard, or provisions some.

The finding says what the file looks like instead.

Passes:

    promql: up
    ---
    file: '{"dashboard": {"title": "A", "panels": []}}'

Fails:

    file: '{"name": "left-pad", "version": "1.0.0", "dependencies": {}}'
    ---
    file: "[1, 2, 3]"
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
