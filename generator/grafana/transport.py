"""The one way to a Grafana: read-only unless it was made for writing.

A read-only transport refuses every request that could change something before a byte is sent. A repeat is made
only where it is safe: reads always, writes when Grafana said 429 or was never reached.
"""

from __future__ import annotations

import json
import logging
import random as randomness
import time
import warnings
from collections.abc import Callable, Collection
from datetime import datetime, timezone
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import InsecureRequestWarning

from generator.errors import GeneratorError, UsageError
from generator.grafana import problem
from generator.grafana.answer import Answer, describe, looks_like_html, parse
from generator.grafana.backoff import LONGEST_WAIT, TRIES, pause, retry_after
from generator.grafana.connection import Connection, Credentials, base_address, basic, bearer, new_session
from generator.grafana.scrub import Scrubber

#: POST requests that only read. Everything else but GET and HEAD counts as a write.
READING_POSTS = frozenset({"/api/ds/query"})

_READS = frozenset({"GET", "HEAD"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
#: Connecting takes much less time than answering: a dead host is noticed early.
_LONGEST_CONNECT = 10.0

_log = logging.getLogger(__name__)


class ReadOnlyError(GeneratorError):
    """A command that only reads was about to write."""


class Transport:
    """Sends requests to one Grafana. `sleep`, `clock` (seconds) and `random` (0 to 1) can be replaced in tests."""

    def __init__(
        self,
        connection: Connection,
        *,
        writable: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[], float] = randomness.random,
    ) -> None:
        self.base_url = base_address(connection.url)
        self.writable = writable
        self.clock = clock
        #: Requests sent so far, repeats included.
        self.sent = 0
        #: Those of them that could change something.
        self.written = 0
        #: True while a repeat is waited for: nothing is under way then. It stays true when the wait was broken off.
        self.waiting = False
        self._sleep = sleep
        self._random = random
        self._timeout = connection.timeout
        self._token_source = connection.token_source
        self._verify: bool | str = str(connection.ca_cert) if connection.ca_cert else not connection.insecure
        self._cert = _client_certificate(connection)
        self._scrub = Scrubber()
        self._scrub.learn([connection.password, *connection.headers.values()])
        self._session = new_session(connection)
        self._credentials = Credentials(self._first_header(connection))
        self._session.auth = self._credentials

    def request(self, method: str, path: str, body: Any = None, *, accept: Collection[int] = ()) -> Answer:
        """The answer to one request; `path` starts with `/api/`, `body` is sent as JSON.

        Statuses from 400 on are raised as the errors of `generator.grafana.problem`, except those in `accept`,
        which the caller wants to see itself.
        """
        reading = method in _READS or (method == "POST" and path.partition("?")[0] in READING_POSTS)
        if not reading and not self.writable:
            raise ReadOnlyError(
                f"{method} {path} would write, and this command only reads",
                "use a command that applies changes, such as `generator upload`",
            )
        call = problem.Call(method, path, self.base_url, reading)
        self._scrub.learn_body(body)
        data = None if body is None else json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
        token_read_again = False
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            try:
                response = self._send(call, data)
                if response.status_code == 401 and not token_read_again and self._read_token_again():
                    token_read_again = True
                    response = self._send(call, data)
                asked = retry_after(response.headers.get("Retry-After"), datetime.now(timezone.utc))
                # A 500 that the caller wants to see is an answer; 502 and 503 pass.
                failed = response.status_code >= 500 and not (response.status_code == 500 and 500 in accept)
                busy = response.status_code == 429 or (reading and failed)
                if last or not busy or (asked or 0.0) > LONGEST_WAIT:
                    return self._read(call, response, accept, size=len(data or b""), asked=asked)
            except problem.UnreachableError as error:
                if last or not error.repeatable or not (reading or error.unsent):
                    raise
                asked = None
            except problem.NotJsonError as error:
                if last or not (reading and error.cut_off):
                    raise
                asked = None
            self._wait(attempt, asked)
        raise AssertionError("the last attempt returns or raises")

    def close(self) -> None:
        """Give back the connections; the transport is of no use afterwards."""
        self._session.close()

    def __enter__(self) -> Transport:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Transport({self.base_url}, {'writable' if self.writable else 'read-only'})"

    def _send(self, call: problem.Call, data: bytes | None) -> requests.Response:
        """One request and the redirects that may be followed: of a read, to the same host."""
        url = self.base_url + call.path
        for _ in range(_MOST_REDIRECTS):
            response = self._exchange(call, url, data)
            location = response.headers.get("Location")
            if response.status_code not in _REDIRECTS or location is None:
                return response
            target = urljoin(url, location)
            if not call.reading or urlsplit(target)[:2] != urlsplit(url)[:2]:
                raise problem.redirected(call, self._scrub(target), self._scrub(_base_of(target, call.path)))
            url = target
        raise problem.redirected(call, self._scrub(url), "")

    def _exchange(self, call: problem.Call, url: str, data: bytes | None) -> requests.Response:
        self.sent += 1
        self.written += not call.reading
        started = self.clock()
        outcome = "no answer"
        connect = min(self._timeout, _LONGEST_CONNECT)
        try:
            with warnings.catch_warnings():
                # Asked for by the user; urllib3 would say it again with every request.
                warnings.simplefilter("ignore", InsecureRequestWarning)
                response = self._session.request(
                    call.method,
                    url,
                    data=data,
                    headers=None if data is None else {"Content-Type": "application/json"},
                    timeout=(connect, self._timeout),
                    allow_redirects=False,
                    verify=self._verify,
                    cert=self._cert,
                )
            outcome = str(response.status_code)
            return response
        except requests.RequestException as error:
            # Not chained: the text of what lies below may quote headers.
            connecting = isinstance(error, requests.exceptions.ConnectTimeout)
            raise problem.silence(
                error, call, connect if connecting else self._timeout, self._scrub(str(error))
            ) from None
        except OSError as error:
            raise UsageError(
                f"a certificate file cannot be used: {self._scrub(str(error))}",
                "check --ca-cert, --client-cert and --client-key",
            ) from None
        finally:
            _log.debug(
                "%s %s: %s, %.0f ms", call.method, self._scrub(call.path), outcome, (self.clock() - started) * 1000
            )

    def _read(
        self,
        call: problem.Call,
        response: requests.Response,
        accept: Collection[int],
        *,
        size: int,
        asked: float | None,
    ) -> Answer:
        status = response.status_code
        kind = response.headers.get("Content-Type", "")
        html = looks_like_html(kind, response.content)
        answered = self._scrub(describe(status, kind, response.headers.get("Server", ""), response.content))
        try:
            answer = Answer(status, None if html else parse(response.content))
            readable = not html
        except ValueError:
            answer, readable = Answer(status), False
        if status < 400 or status in accept:
            if readable:
                return answer
            cut_off = response.content.lstrip()[:1] in (b"{", b"[")
            raise problem.unreadable(call, answered, cut_off=cut_off)
        message = self._scrub(answer.message or ("" if isinstance(answer.body, dict) else answered))
        if status == 401:
            known = self._credentials.header is not None
            raise problem.unauthorized(call, message, answer.message_id, with_credentials=known)
        if status == 403:
            raise problem.forbidden(call, message)
        raise problem.rejected(call, status, message, answer.reason, size=size, asked=asked)

    def _wait(self, attempt: int, asked: float | None) -> None:
        self.waiting = True
        self._sleep(pause(attempt, asked, self._random))
        self.waiting = False

    def _first_header(self, connection: Connection) -> str | None:
        token = connection.token
        if not token and self._token_source is not None:
            token = self._token_source()
        if token:
            self._scrub.learn([token.strip()])
            return bearer(token)
        if connection.user is not None and connection.password is not None:
            header = basic(connection.user, connection.password)
            self._scrub.learn([header.removeprefix("Basic ")])
            return header
        return None

    def _read_token_again(self) -> bool:
        """Whether there is another token now; the same one again would only be refused again."""
        if self._token_source is None:
            return False
        token = self._token_source()
        self._scrub.learn([token.strip()])
        header = bearer(token)
        changed = header != self._credentials.header
        self._credentials.header = header
        return changed


def _client_certificate(connection: Connection) -> str | tuple[str, str] | None:
    if not connection.client_cert:
        return None
    if not connection.client_key:
        return str(connection.client_cert)
    return str(connection.client_cert), str(connection.client_key)


def _base_of(target: str, path: str) -> str:
    """The base address that a redirect points to, when it kept the path of the request."""
    plain = target.partition("?")[0]
    wanted = path.partition("?")[0]
    return plain.removesuffix(wanted) if plain.endswith(wanted) else ""
