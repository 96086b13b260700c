"""A template is rendered before it is judged.

A chart's template is no YAML: `helm template CHART | generator validate -` judges what it becomes.

Passes:

    promql: up
    ---
    configmap: {}

Fails:

    name: x.yaml
    file: |
      {{- if .Values.dashboards }}
      apiVersion: v1
      {{- end }}
    ---
    name: x.yaml
    file: |
      apiVersion: 1
      providers: {{ toYaml .Values.providers }}
      {{- include "x" . }}
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
