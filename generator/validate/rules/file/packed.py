"""A packed dashboard (`gzipJson`, `binaryData`) can be unpacked.

Passes:

    configmap: {}
    ---
    promql: up

Fails:

    name: x.yaml
    file: |
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: a}
      spec: {gzipJson: "bm90IGd6aXA="}
    ---
    name: x.yaml
    file: |
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: a}
      spec: {gzipJson: "???"}
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
