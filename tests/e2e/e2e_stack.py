"""Who sends, and where everything is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from workload import App

#: Everything that sends, healthy and broken, side by side into the same stores.
APPS = {
    app.name: app
    for app in (
        App("legacy", "legacy", "otlp"),
        App("stable", "stable", "scraped"),
        App("both", "both", "otlp"),
        App("calm", "stable", "otlp", faultless=True),
        App("backonly", "legacy", "otlp", frontend=False),
        App("frontonly", "stable", "otlp", backend=False, pods=False),
        App("unsampled", "legacy", "otlp", frontend=False, unsampled=2),
        App("mute", "legacy", "scraped", frontend=False, ids_in_logs=False),
        App("nameless", "legacy", "otlp", frontend=False, service_label=False),
        App("otherkey", "stable", "scraped", frontend=False, id_key="shop_trace_id"),
        App("silent", "legacy", "none", frontend=False),
        App("tracedonly", "legacy", "otlp", frontend=False, metrics=False),
        App("loggedonly", "legacy", "otlp", frontend=False, traces=False),
        App("stopped", "stable", "otlp", frontend=False, metrics_stopped=True),
    )
}


@dataclass(frozen=True)
class Stack:
    """Where everything is. `grafana` is empty where there is none."""

    prometheus: str
    loki: str
    tempo: str
    traces: str
    grafana: str
    user: str
    password: str
    #: A Grafana may see the stores under other addresses than we do.
    seen: dict[str, str]

    def grafana_api(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(
            method, f"{self.grafana}{path}", json=body, auth=(self.user, self.password), timeout=30
        )
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
        return answer.json() if answer.content else None

    def make_sources(self, prefix: str) -> str:
        """Data sources of the suite's own, and what generator.toml says of them.

        An upload takes the only one of a type for ours: where there are several, ours have to be there.
        """
        lines = []
        for kind, url in self.seen.items():
            body = {"uid": f"{prefix}-{kind}", "name": f"{prefix} {kind}", "type": kind, "url": url, "access": "proxy"}
            if body["uid"] not in {one["uid"] for one in self.grafana_api("GET", "/api/datasources")}:
                self.grafana_api("POST", "/api/datasources", body)
            lines.append(f'[datasources.{kind}]\nuid = "{body["uid"]}"\nname = "{body["name"]}"\nurl = "{url}"')
        return "\n".join(lines)
