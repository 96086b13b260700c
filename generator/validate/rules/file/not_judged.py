"""What is recognised as Grafana's and not judged is said.

Passes:

    promql: up
    ---
    datasource: {type: loki}

Fails:

    name: x.yaml
    file: |
      apiVersion: 1
      groups: [{orgId: 1, name: a, folder: A, interval: 60s, rules: []}]
    ---
    name: x.yaml
    file: |
      apiVersion: 1
      contactPoints: [{orgId: 1, name: a, receivers: []}]
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "info", told)
