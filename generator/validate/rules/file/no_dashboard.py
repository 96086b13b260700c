"""A folder or pattern that is named holds something to judge.

A pipeline that looks into the wrong folder would be green for ever.

Passes:

    promql: up
    ---
    provider: {name: shop}

Fails:

    folder: []
    ---
    folder: [README.md, package.json]
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
