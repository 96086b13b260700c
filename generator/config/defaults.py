"""What holds when `generator.toml` does not say otherwise.

Only what any application may share stands here; the names of the AKS Demo stand in its own `generator.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.config.model import DataSourceSettings, Events, Tracing

PROFILE = "portable"

#: As the OpenTelemetry SDKs do without being told.
EXPORT_INTERVAL = "60s"

REDIS_LOG_LIST = "kafka_logs"

#: The functions of the plan's `telemetry.js` and the spans that `telemetry.py` makes, in the spellings in use.
TRACING = Tracing(
    user_action=("trackUserAction.*", "[Uu]ser[ ._-]?[Aa]ction.*"),
    api_call=("trackApiCall.*", "(api|Api|API)[ ._-]?[Cc]all.*", "[Ll]og[Ii]n", "[Ss]ave([A-Z ._-].*)?"),
    page_view=("trackPageView.*", "[Pp]age[ ._-]?[Vv]iew.*", "([Pp]age|[Rr]oute)[ ._-]?([Cc]hange|[Tt]ransition).*"),
    component=("[Cc]omponent.*", "[Vv]ue[ ._-].*"),
    auth=("([Uu]ser[ ._-]?)?([Ll]og[Ii]n|[Ll]og[Oo]ut|[Rr]egister|[Ss]ign[ ._-]?[Uu]p)", "[Aa]uth[._-].*"),
)

EVENTS = Events(
    login=("login",),
    login_failed=("login_failed",),
    logout=("logout",),
    signup=("register", "signup"),
    data=("save_message", "list_messages", "search", "log_query"),
    page_view=("page_view", "pageview"),
    click=("click", "button_click", "user_action"),
    form_submit=("submit", "form_submit"),
    api_call=("api_call",),
    js_error=("js_error", "error", "exception"),
    performance=("performance", "page_load", "web_vital"),
)

#: The services of an LGTM stack in the cluster, in the order of `generator.config.model.SOURCES`.
DATASOURCES: Mapping[str, DataSourceSettings] = MappingProxyType(
    {
        "prometheus": DataSourceSettings("prometheus", "Prometheus", "http://prometheus:9090"),
        "loki": DataSourceSettings("loki", "Loki", "http://loki:3100"),
        "tempo": DataSourceSettings("tempo", "Tempo", "http://tempo:3200"),
    }
)
