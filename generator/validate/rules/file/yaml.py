r"""A YAML file is YAML.

Grafana stops at its start, or keeps what it had, when it cannot read a provisioning file.

Passes:

    datasource: {type: loki}
    ---
    provider: {name: shop}

Fails:

    name: x.yaml
    file: "apiVersion: 1\ndatasources: [\n"
    ---
    name: x.yaml
    file: "apiVersion: 1\nproviders:\n\t- name: a\n"
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
