"""The ways to a store's own HTTP API: through a data source of Grafana, or straight to the store's address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from generator.config.connection import Connection
from generator.grafana.problem import (
    ForbiddenError,
    NotJsonError,
    RedirectedError,
    RejectedError,
    UnauthorizedError,
    UnreachableError,
)
from generator.grafana.transport import Transport
from generator.live.problem import StoreError

#: Header by which Mimir, Loki and Tempo tell their tenants apart.
TENANT_HEADER = "X-Scope-OrgID"

_GRAFANA_ADDRESS = " (--grafana-url, GRAFANA_URL)"

Parameters = Mapping[str, str | tuple[str, ...]]


class Way(Protocol):
    """Reads a path of one store's API."""

    @property
    def name(self) -> str:
        """The store as a person would name it: a data source or an address."""

    def get(self, path: str, parameters: Parameters) -> Any:
        """The JSON at a path; StoreError when there is none."""


def source(uid: str) -> str:
    """A data source as a person would name it."""
    return f"data source {uid}"


@dataclass(frozen=True)
class Proxied:
    """A store behind a data source. Grafana adds the store's credentials and tenant header."""

    transport: Transport
    uid: str

    @property
    def name(self) -> str:
        return source(self.uid)

    def get(self, path: str, parameters: Parameters) -> Any:
        return read(self.transport, f"/api/datasources/proxy/uid/{quote(self.uid, safe='')}{path}{_query(parameters)}")


@dataclass(frozen=True)
class Direct:
    """A store at its own address."""

    transport: Transport

    @property
    def name(self) -> str:
        return self.transport.base_url

    def get(self, path: str, parameters: Parameters) -> Any:
        try:
            return read(self.transport, path + _query(parameters))
        except StoreError as error:
            # The transport speaks of the address that a Grafana has.
            raise StoreError(error.why, error.said, error.fix.replace(_GRAFANA_ADDRESS, "")) from None


def direct(url: str, tenant: str, timeout: float) -> Direct:
    """The way to a store without Grafana; `tenant` goes into its tenant header unless it is empty."""
    headers = {TENANT_HEADER: tenant} if tenant else {}
    return Direct(Transport(Connection(url=url, headers=headers, timeout=timeout)))


def read(transport: Transport, path: str) -> Any:
    """The JSON at a path, every failure told as a StoreError."""
    try:
        return transport.request("GET", path).body
    except (RejectedError, UnreachableError, NotJsonError, RedirectedError, ForbiddenError, UnauthorizedError) as error:
        raise told(error) from None


def told(error: Exception) -> StoreError:
    """An error of the transport in a store's terms."""
    if isinstance(error, (ForbiddenError, UnauthorizedError)):
        return StoreError("denied", error.summary, error.fix)
    if isinstance(error, RejectedError):
        if error.status == 504:
            return StoreError("silent", "no answer in the time that Grafana or a proxy before it gives", error.fix)
        if error.status in (502, 503):
            return StoreError("unreachable", f"nothing answers behind it (status {error.status})", error.fix)
        return StoreError("refused", error.message or error.summary, error.fix)
    if isinstance(error, UnreachableError):
        silent = "within" in error.summary and "no answer" in error.summary
        fix = error.fix.replace("start Grafana there", "start it there")
        return StoreError("silent" if silent else "unreachable", error.summary, fix)
    summary = getattr(error, "summary", str(error))
    return StoreError("unreachable", summary, getattr(error, "fix", ""))


def _query(parameters: Parameters) -> str:
    pairs = [
        (name, one) for name, value in parameters.items() for one in ((value,) if isinstance(value, str) else value)
    ]
    return f"?{urlencode(pairs)}" if pairs else ""
