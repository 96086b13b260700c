"""What can go wrong between us and a Grafana, each with one line that says what and one that says what to do.

Everything here takes texts that hold no secret any more (`generator.grafana.scrub`).
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass

import requests

from generator.errors import AuthError, GeneratorError

_RUN_AGAIN = "run the same command again: it compares first and writes only what is missing"
_NEW_CREDENTIALS = "make a service account token (Administration > Service accounts) and set GRAFANA_TOKEN to it"


@dataclass(frozen=True)
class Call:
    """One request, as an error names it: `address` is the Grafana's, without user and password."""

    method: str
    path: str
    address: str
    #: It changes nothing on the server, so that nothing can be half done.
    reading: bool

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


class UnreachableError(GeneratorError):
    """No answer came. `unsent` is true when it is certain that the server never saw the request."""

    def __init__(self, summary: str, fix: str, *, unsent: bool = False, repeatable: bool = True) -> None:
        super().__init__(summary, fix)
        self.unsent = unsent
        #: Whether the same request may succeed a moment later (a wrong certificate stays wrong).
        self.repeatable = repeatable


class NotJsonError(GeneratorError):
    """Something answered, but not with the JSON of Grafana's API; `answered` says with what."""

    def __init__(self, summary: str, fix: str, *, answered: str, cut_off: bool) -> None:
        super().__init__(summary, fix)
        self.answered = answered
        #: It began as JSON and stopped: the same request may succeed a moment later.
        self.cut_off = cut_off


class RedirectedError(GeneratorError):
    """Another address was given instead of an answer, and going there was not safe."""


class RejectedError(GeneratorError):
    """Grafana said no, with `status` and its own words; `reason` is the `status` key of its answer, if any."""

    def __init__(self, summary: str, fix: str, *, status: int, message: str, reason: str = "") -> None:
        super().__init__(summary, fix)
        self.status = status
        self.message = message
        self.reason = reason


class UnauthorizedError(AuthError):
    """401: Grafana does not know who asks. Nothing else will work either."""


class ForbiddenError(AuthError):
    """403: known, but not allowed to do this one thing; `message` holds Grafana's own words."""

    def __init__(self, summary: str, fix: str, message: str) -> None:
        super().__init__(summary, fix)
        self.message = message


def silence(error: requests.RequestException, call: Call, timeout: float, detail: str) -> UnreachableError:
    """Why no answer came; `detail` is the text of `error`, scrubbed."""
    causes = tuple(_causes(error))
    address = call.address
    if isinstance(error, requests.exceptions.ProxyError):
        return UnreachableError(
            f"{address}: the proxy between did not let the request through",
            "check HTTPS_PROXY, HTTP_PROXY and NO_PROXY",
            unsent=True,
        )
    if isinstance(error, requests.exceptions.SSLError):
        return _tls(causes, address, detail)
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UnreachableError(
            f"{address}: this host name is not known", "check the address (--grafana-url, GRAFANA_URL)", unsent=True
        )
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return UnreachableError(
            f"{address}: no connection within {timeout:g} s",
            "check the address, the network and the firewall",
            unsent=True,
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return UnreachableError(
            f"{address}: connection refused",
            "start Grafana there, or correct the address (--grafana-url, GRAFANA_URL)",
            unsent=True,
        )
    if isinstance(error, requests.exceptions.Timeout):
        return UnreachableError(
            f"{address}: no answer to {call} within {timeout:g} s{_perhaps(call)}",
            "raise --timeout, or look whether Grafana is overloaded" if call.reading else _RUN_AGAIN,
        )
    return UnreachableError(
        f"{address}: the connection broke during {call}{_perhaps(call)}",
        "try again; if it stays so, look at Grafana's log and at the proxies before it" if call.reading else _RUN_AGAIN,
    )


def redirected(call: Call, location: str, elsewhere: str) -> RedirectedError:
    """A redirect that is not followed; `elsewhere` is the base address it points to, if that can be told."""
    fix = f"use --grafana-url {elsewhere}" if elsewhere else "use the address that it redirects to"
    why = "the credentials would go along" if call.reading else "a write must not change its address on the way"
    return RedirectedError(f"{call.address}: {call} is redirected to {location}, which is not followed: {why}", fix)


def unreadable(call: Call, answered: str, *, cut_off: bool) -> NotJsonError:
    """An answer that is not JSON, or only the beginning of it."""
    if cut_off:
        fix = "try again; if it stays so, look at the proxies before Grafana" if call.reading else _RUN_AGAIN
        summary = f"{call.address}: the answer to {call} is cut off{_perhaps(call)}"
        return NotJsonError(summary, fix, answered=answered, cut_off=True)
    return NotJsonError(
        f"{call.address}: {call} was answered with {answered} where Grafana answers with JSON{_perhaps(call)}",
        "check the address with its sub-path; a login page or a proxy may stand before Grafana",
        answered=answered,
        cut_off=False,
    )


def unauthorized(call: Call, message: str, message_id: str, *, with_credentials: bool) -> UnauthorizedError:
    """401, told apart by Grafana's `messageId`."""
    if message_id == "api-key.organization-mismatch":
        fix = "leave the organisation id away (--org-id, GRAFANA_ORG_ID): a token belongs to one organisation"
    elif message_id.startswith("password-auth"):
        fix = "check GRAFANA_USER and GRAFANA_PASSWORD; after five wrong tries Grafana locks the name for minutes"
    elif with_credentials:
        fix = f"{_NEW_CREDENTIALS}; it may have expired or been revoked"
    else:
        fix = f"{_NEW_CREDENTIALS}, or set GRAFANA_USER and GRAFANA_PASSWORD"
    return UnauthorizedError(f"{call.address}: not authorised: {message or 'Unauthorized'}", fix)


def forbidden(call: Call, message: str) -> ForbiddenError:
    """403, with the missing permission as Grafana names it."""
    _, _, missing = message.partition("Permissions needed: ")
    role = "Admin" if "datasources:" in missing else "Editor"
    if missing:
        return ForbiddenError(
            f"{call.address}: {call} is not allowed: missing permission {missing}",
            f"give the service account or user this permission (the role {role} has it)",
            message,
        )
    return ForbiddenError(
        f"{call.address}: {call} is not allowed: {message or 'Forbidden'}",
        "give the service account or user the permission for it",
        message,
    )


def rejected(call: Call, status: int, message: str, reason: str, *, size: int, asked: float | None) -> RejectedError:
    """Any other status; `size` is what was sent, in bytes, `asked` the seconds of a `Retry-After`."""
    said = message or "no reason given"
    summary = f"{call.address}: {call} failed with {status}: {said}"
    if status == 413:
        summary = f"{call.address}: {call} is too large ({size / 1000:.0f} kB): {said}"
        fix = "raise the body size that the proxy before Grafana allows (nginx: client_max_body_size)"
    elif status == 429:
        when = f"in {asked:.0f} s" if asked else "in a minute"
        fix = f"try again {when}: Grafana, or a proxy before it, allows no more requests now"
    elif status >= 500:
        fix = "look at Grafana's log and at the proxies before it" if call.reading else _RUN_AGAIN
        summary += _perhaps(call)
    elif status == 404:
        fix = "it may have been deleted meanwhile, or this Grafana is too old to have it"
    else:
        fix = "mend what Grafana names, then run the command again"
    return RejectedError(summary, fix, status=status, message=message, reason=reason)


def _perhaps(call: Call) -> str:
    return "" if call.reading else "; it may have been written all the same"


def _tls(causes: tuple[BaseException, ...], address: str, detail: str) -> UnreachableError:
    untrusted = next((cause for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
    if untrusted is not None:
        return UnreachableError(
            f"{address}: its certificate is not trusted: {untrusted.verify_message}",
            "give the certificate of its authority: --ca-cert FILE (GRAFANA_CA_CERT)",
            unsent=True,
            repeatable=False,
        )
    if "WRONG_VERSION_NUMBER" in detail or "record layer failure" in detail:
        return UnreachableError(
            f"{address}: does not speak TLS", "use http:// in the address", unsent=True, repeatable=False
        )
    return UnreachableError(
        f"{address}: no TLS connection: {_short(detail)}",
        "check --ca-cert, --client-cert and --client-key",
        unsent=True,
        repeatable=False,
    )


def _short(detail: str) -> str:
    return " ".join(detail.split())[:160]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and all that it was made from: requests and urllib3 nest them in args, `reason` and causes."""
    pending: list[object] = [error]
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        pending += [*current.args, getattr(current, "reason", None), current.__cause__, current.__context__]
