"""The environment variables that name a Grafana: ours, and those of other tools for the same things."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from generator.errors import UsageError

URL = ("GRAFANA_URL", "GRAFANA_SERVER")
TOKEN = ("GRAFANA_TOKEN", "GRAFANA_SERVICE_ACCOUNT_TOKEN", "GRAFANA_API_KEY")
#: Terraform's variable: a token, `user:password`, or the word `anonymous`.
AUTH = ("GRAFANA_AUTH",)
USER = ("GRAFANA_USER", "GRAFANA_USERNAME")
PASSWORD = ("GRAFANA_PASSWORD",)
ORG_ID = ("GRAFANA_ORG_ID",)
CA_CERT = ("GRAFANA_CA_CERT", "GRAFANA_TLS_CA_FILE")
CLIENT_CERT = ("GRAFANA_TLS_CERT", "GRAFANA_TLS_CERT_FILE")
CLIENT_KEY = ("GRAFANA_TLS_KEY", "GRAFANA_TLS_KEY_FILE")
HEADERS = ("GRAFANA_HTTP_HEADERS",)
INSECURE = ("GRAFANA_INSECURE_SKIP_VERIFY",)


class Setting(NamedTuple):
    """A value, and what the person who gave it calls it: a variable or an option. Never printed: it may be secret."""

    name: str
    value: str


Clean = Callable[[Setting], str]


def stripped(setting: Setting) -> str:
    """The value without the space around it."""
    return setting.value.strip()


def settings(environ: Mapping[str, str], names: Iterable[str], clean: Clean = stripped) -> list[Setting]:
    """What is set of `names`, in their order and cleaned; a blank variable counts as not set."""
    given = [Setting(name, environ.get(name, "")) for name in names]
    return [Setting(setting.name, clean(setting)) for setting in given if setting.value.strip()]


def agreed(given: list[Setting]) -> Setting | None:
    """The one value that all of these have, if there is any; two values raise a UsageError that names both places."""
    for other in given[1:]:
        if other.value != given[0].value:
            raise UsageError(
                f"{given[0].name} and {other.name} are set to different values", "unset one of them, or make them equal"
            )
    return given[0] if given else None
