"""A LogQL query is one that Loki accepts.

Loki refuses more than what is misspelt: a selector that matches every stream, `unwrap` where a function takes none, a
range on lines. Grafana saves it all the same, and the panel shows an error or nothing.

Passes:

    logql: '{service_name="shop"} |= "error" | json | level="error"'
    ---
    logql: 'sum by (level) (count_over_time({service_name=~"$job"}[$__auto]))'

Fails:

    logql: '{service_name=~".*"}'
    ---
    logql: 'sum(count_over_time({service_name="shop"}))'
    ---
    logql: '{service_name="shop"} | jason'
"""

from __future__ import annotations

from generator.validate.rule import Rule
from generator.validate.view import QueryView
from generator.validate.words import problems

rule = Rule(QueryView, "error", problems, kind="loki")
