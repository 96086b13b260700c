"""What a transport has to know of a connection, and the session that is made from it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from os import PathLike
from typing import Protocol
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from generator import __version__
from generator.errors import UsageError


class Connection(Protocol):
    """Where a Grafana is and who asks. Any object with these attributes will do."""

    @property
    def url(self) -> str:
        """Base address, with the sub-path if Grafana is served from one."""

    @property
    def token(self) -> str | None:
        """Bearer token; wins over user and password."""

    @property
    def user(self) -> str | None: ...

    @property
    def password(self) -> str | None: ...

    @property
    def org_id(self) -> int | None:
        """Sent as `X-Grafana-Org-Id` when given."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of the user's own, for a proxy before Grafana."""

    @property
    def ca_cert(self) -> str | PathLike[str] | None: ...

    @property
    def client_cert(self) -> str | PathLike[str] | None: ...

    @property
    def client_key(self) -> str | PathLike[str] | None: ...

    @property
    def insecure(self) -> bool:
        """Do not check the server's certificate."""

    @property
    def timeout(self) -> float:
        """Seconds to wait for an answer."""

    @property
    def token_source(self) -> Callable[[], str] | None:
        """Reads the token (a file, a command); asked again once when Grafana answers 401."""


class Credentials(AuthBase):
    """Puts the Authorization header on each request, and nothing when there are no credentials.

    Always set on the session: without an auth object `requests` would take user and password from ~/.netrc.
    """

    def __init__(self, header: str | None) -> None:
        self.header = header

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.header is not None:
            request.headers["Authorization"] = self.header
        return request

    def __repr__(self) -> str:
        return f"Credentials({'none' if self.header is None else '***'})"


def bearer(token: str) -> str:
    """The header of a token. UsageError when it cannot be one, without showing it."""
    return checked("token", f"Bearer {token.strip()}")


def basic(user: str, password: str) -> str:
    """The header of user and password, in UTF-8 as Grafana reads it (`requests` would take Latin-1)."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")


def checked(name: str, value: str) -> str:
    """`value` if it can be a header. UsageError names the header and never the value."""
    if not value.isascii() or not value.replace("\t", " ").isprintable():
        raise UsageError(
            f"{name}: holds a line break or a character that no HTTP header can carry",
            f"check where {name} comes from; a file may hold more than the value",
        )
    return value


def base_address(url: str) -> str:
    """The address without a trailing slash. UsageError when it is none, or carries user and password."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            "the Grafana address is not a URL that starts with http:// or https://",
            "use --grafana-url http://HOST:3000 (or GRAFANA_URL), with the sub-path if there is one",
        )
    if parts.username is not None or parts.password is not None:
        raise UsageError(
            f"the Grafana address of {parts.hostname} holds a user or a password",
            "take them out of the address and set GRAFANA_USER and GRAFANA_PASSWORD",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


def new_session(connection: Connection) -> requests.Session:
    """A session with the headers that every request carries, without credentials."""
    session = requests.Session()
    session.headers["Accept"] = "application/json"
    session.headers["User-Agent"] = f"generator/{__version__}"
    session.headers.update({name: checked(f"header {name}", value) for name, value in connection.headers.items()})
    if connection.org_id is not None:
        session.headers["X-Grafana-Org-Id"] = str(connection.org_id)
    return session
