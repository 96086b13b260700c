"""A resource of the Grafana Operator carries its dashboard itself, where it is to be judged.

One that names a URL, a grafana.com id, a ConfigMap or Jsonnet gets its dashboard in the cluster; here there is
nothing to look at.

Passes:

    name: x.yaml
    file: |
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: a}
      spec: {json: '{"title": "A", "panels": []}'}
    ---
    configmap: {}

Fails:

    name: x.yaml
    file: |
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: a}
      spec: {url: "https://example.com/a.json"}
    ---
    name: x.yaml
    file: |
      apiVersion: grafana.integreatly.org/v1beta1
      kind: GrafanaDashboard
      metadata: {name: a}
      spec: {grafanaCom: {id: 1860}}
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "info", told)
