"""Who may do what: basic auth, service account tokens, and the three basic roles."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from fake_parts.reply import ApiError

ADMIN_PASSWORD = "correct-horse-battery"
ADMIN_TOKEN = "glsa_admin_token"
EDITOR_TOKEN = "glsa_editor_token"
VIEWER_TOKEN = "glsa_viewer_token"

_MAY_WRITE = {"Viewer": (), "Editor": ("folders:", "any of "), "Admin": ("",)}


@dataclass(frozen=True)
class Identity:
    name: str
    role: Literal["Viewer", "Editor", "Admin"]


@dataclass
class Access:
    """Passwords by user and identities by token; a test may change both while the server runs."""

    users: dict[str, str] = field(default_factory=lambda: {"admin": ADMIN_PASSWORD})
    tokens: dict[str, Identity] = field(
        default_factory=lambda: {
            ADMIN_TOKEN: Identity("sa-Admin", "Admin"),
            EDITOR_TOKEN: Identity("sa-Editor", "Editor"),
            VIEWER_TOKEN: Identity("sa-Viewer", "Viewer"),
        }
    )

    def who(self, headers: Mapping[str, str]) -> Identity:
        scheme, _, value = headers.get("authorization", "").partition(" ")
        if scheme == "Bearer":
            if value not in self.tokens:
                raise _unauthorized("Invalid API key", "api-key.invalid")
            if headers.get("x-grafana-org-id", "1") != "1":
                raise _unauthorized(
                    "API key does not belong to the requested organization", "api-key.organization-mismatch"
                )
            return self.tokens[value]
        if scheme == "Basic":
            user, _, password = base64.b64decode(value).decode().partition(":")
            if self.users.get(user) != password:
                raise _unauthorized("Invalid username or password", "password-auth.failed")
            return Identity(user, "Admin")
        raise _unauthorized("Unauthorized", "auth.unauthorized")


def allow(who: Identity, permission: str) -> None:
    """Raise the 403 of Grafana when the role lacks a permission; an empty one is everybody's."""
    if permission and not permission.startswith(_MAY_WRITE[who.role]):
        text = f"You'll need additional permissions to perform this action. Permissions needed: {permission}"
        raise ApiError(403, {"accessErrorId": "ACE0000000000", "message": text, "title": "Access denied"})


def _unauthorized(message: str, message_id: str) -> ApiError:
    body = {"extra": None, "message": message, "messageId": message_id, "statusCode": 401, "traceID": ""}
    return ApiError(401, body)
