"""A file can be read: nothing forbids it, and it is a file.

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
