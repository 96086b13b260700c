r"""A file does not begin with a byte order mark.

Go's JSON decoder, which Grafana's provisioning uses, refuses the mark; editors show nothing of it.

Passes:

    promql: up
    ---
    panel: {title: 요청}

Fails:

    bytes: "ef bb bf 7b 22 74 69 74 6c 65 22 3a 22 41 22 2c 22 70 61 6e 65 6c 73 22 3a 5b 5d 7d"
    ---
    name: x.yaml
    file: "\uFEFFapiVersion: 1\nproviders: [{name: a}]\n"
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.trouble import told
from generator.validate.view import TroubleView

rule = Rule(TroubleView, "error", told)
