"""The application: accounts, messages, and the log of its own calls."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from backend.database import Database
from backend.entries import Entries
from backend.store import Store
from backend.trouble import Trouble
from flask import Flask, Response, g, jsonify, request
from opentelemetry import trace
from werkzeug.exceptions import HTTPException
from werkzeug.security import check_password_hash, generate_password_hash

_COOKIE = "session"
#: Few rounds: passwords of a demo, on a machine that should measure the boards and not the hash.
_HASH = "pbkdf2:sha256:20000"

_log = logging.getLogger("backend.app")
_tracer = trace.get_tracer("backend.app")


def add_to(app: Flask, database: Database, store: Store, entries: Entries, trouble: Trouble) -> None:
    """The application's endpoints over its servers. The app is instrumented before: what a request does first, too."""

    _around(app, store, entries)

    @app.get("/api/health")
    def health() -> Any:
        return jsonify(status="ok")

    _accounts(app, database, store)
    _messages(app, database, store, trouble)

    @app.get("/api/logs/kafka")
    @_logged_in
    def log_entries() -> Any:
        found = store.entries()
        _log.info("%d log entries", len(found), extra={"event": "log_query"})
        return jsonify(found)


def _around(app: Flask, store: Store, entries: Entries) -> None:
    """What happens before and after every call."""

    @app.before_request
    def _begin() -> None:
        g.began = time.perf_counter()
        g.request_id = request.headers.get("X-Request-ID") or uuid.uuid4().hex
        if request.path != "/api/health":
            g.session = store.session(request.cookies.get(_COOKIE))
            if g.session:
                g.user_id, g.session_id = g.session.user, g.session.id

    @app.after_request
    def _end(response: Response) -> Response:
        if request.url_rule and request.path != "/api/health":
            milliseconds = round((time.perf_counter() - g.began) * 1000, 1)
            route = request.url_rule.rule
            _log.info(
                "%s %s %s",
                request.method,
                route,
                response.status_code,
                extra={"event": "request", "duration_ms": milliseconds, "http_route": route},
            )
            if response.status_code < 500:
                entries.add({"api": f"{request.method} {route}", "status": response.status_code, "ms": milliseconds})
        response.headers["X-Request-ID"] = g.request_id
        return response

    @app.errorhandler(Exception)
    def _failed(error: Exception) -> Any:
        if isinstance(error, HTTPException):
            return error
        trace.get_current_span().record_exception(error)
        _log.error("%s failed: %s", request.path, error, exc_info=error, extra={"event": "error"})
        return jsonify(error="something went wrong", request_id=g.request_id), 500


def _logged_in(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def refuse_strangers(*args: Any, **kwargs: Any) -> Any:
        if not g.session:
            _log.warning("not logged in", extra={"event": "refused"})
            return jsonify(error="log in first"), 401
        return view(*args, **kwargs)

    return refuse_strangers


def _credentials() -> tuple[str, str]:
    form = request.get_json(silent=True) or {}
    return str(form.get("user", "")), str(form.get("password", ""))


def _accounts(app: Flask, database: Database, store: Store) -> None:
    @app.post("/api/register")
    def register() -> Any:
        name, password = _credentials()
        if not name or not password:
            return jsonify(error="user and password are needed"), 400
        g.user_id = name
        with _tracer.start_as_current_span("user_register"):
            new = database.add_user(name, generate_password_hash(password, _HASH))
        if not new:
            _log.warning("name is taken", extra={"event": "register_failed"})
            return jsonify(error="that name is taken"), 409
        _log.info("signed up", extra={"event": "register"})
        return jsonify(user=name), 201

    @app.post("/api/login")
    def login() -> Any:
        name, password = _credentials()
        g.user_id = name
        with _tracer.start_as_current_span("user_login"):
            known = database.password_of(name)
            right = bool(known) and check_password_hash(known, password)
        if not right:
            _log.warning("wrong name or password", extra={"event": "login_failed"})
            return jsonify(error="wrong name or password"), 401
        session = store.open_session(name)
        g.session_id = session.id
        _log.info("logged in", extra={"event": "login"})
        response = jsonify(user=name)
        response.set_cookie(_COOKIE, session.token, httponly=True, samesite="Lax")
        return response

    @app.post("/api/logout")
    @_logged_in
    def logout() -> Any:
        with _tracer.start_as_current_span("user_logout"):
            store.close_session(g.session)
        _log.info("logged out", extra={"event": "logout"})
        response = jsonify(user=g.user_id)
        response.delete_cookie(_COOKIE)
        return response


def _messages(app: Flask, database: Database, store: Store, trouble: Trouble) -> None:
    @app.post("/api/db/message")
    @_logged_in
    def save() -> Any:
        text = str((request.get_json(silent=True) or {}).get("text", ""))
        if not text:
            return jsonify(error="text is needed"), 400
        database.save(g.user_id, text)
        store.forget(g.user_id)
        trouble.maybe_fail()
        _log.info("message saved", extra={"event": "save_message"})
        return jsonify(saved=True), 201

    @app.get("/api/db/messages")
    @_logged_in
    def messages() -> Any:
        found = store.cached(g.user_id)
        _log.debug("cache %s", "miss" if found is None else "hit")
        if found is None:
            found = database.messages(g.user_id)
            store.cache(g.user_id, found)
        trouble.maybe_dawdle()
        _log.info("%d messages", len(found), extra={"event": "list_messages"})
        return jsonify(found)

    @app.get("/api/db/messages/search")
    @_logged_in
    def search() -> Any:
        found = database.search(g.user_id, request.args.get("q", ""), trouble.pause())
        trouble.maybe_fail()
        _log.info("%d messages found", len(found), extra={"event": "search"})
        return jsonify(found)
