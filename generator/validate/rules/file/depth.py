"""A document is not nested beyond all measure.

No dashboard needs more than a few dozen levels; parsers give up, or crash, on thousands.

Passes:

    promql: up
    ---
    panel: {options: {a: {b: {c: 1}}}}

Fails:

    name: x.json
    repeat: ["[", 100000]
    ---
    name: x.json
    repeat: ['{"a":', 100000]
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
