"""Who asks: a bearer token, or a user with a password. No message repeats either secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.config import environment
from generator.config.environment import Setting, agreed, settings
from generator.config.source import Source
from generator.errors import UsageError


@dataclass(frozen=True)
class Credential:
    """A token, or a user with a password, or nothing.

    `token_source` gives the token afresh, where it comes from a file or a command.
    """

    token: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token_source: Callable[[], str] | None = field(default=None, repr=False, compare=False)


def credential(
    environ: Mapping[str, str], token: Source | None, user: str | None, password: Source | None
) -> Credential:
    """The credential that the options give, or else the environment; a token wins over a user with a password.

    An option for a user or a password means that these are wanted, whatever token is in the environment; the half
    that no option gives then comes from the environment.
    """
    if token is not None:
        read = _reader(token)
        return Credential(token=read(), token_source=read)
    terraform = _terraform(environ)
    if not user and password is None:
        found = agreed([*settings(environ, environment.TOKEN, _token), *terraform.tokens])
        if found:
            return Credential(token=found.value)
    users = [Setting("--user", user)] if user else [*settings(environ, environment.USER), *terraform.users]
    passwords = [*settings(environ, environment.PASSWORD, _line), *terraform.passwords]
    if password is not None:
        passwords = [Setting(password.name, _line(Setting(password.name, password.read())))]
    return _basic(agreed(users), agreed(passwords))


def _reader(source: Source) -> Callable[[], str]:
    return lambda: _token(Setting(source.name, source.read()))


def _basic(user: Setting | None, password: Setting | None) -> Credential:
    if user is None and password is None:
        return Credential()
    if user is None:
        raise UsageError("a password is given, but no user", "set GRAFANA_USER, or give --user")
    if password is None:
        raise UsageError(
            f"{user.name} names a user, but no password is given",
            "set GRAFANA_PASSWORD, or give --password-file or --password-command",
        )
    if ":" in user.value:
        raise UsageError(
            f"{user.name} has a : in it, which a user's name cannot have",
            "give the user alone, and the password by GRAFANA_PASSWORD, --password-file or --password-command",
        )
    return Credential(user=user.value, password=password.value)


class _Terraform(NamedTuple):
    tokens: list[Setting]
    users: list[Setting]
    passwords: list[Setting]


def _terraform(environ: Mapping[str, str]) -> _Terraform:
    given = [setting for setting in settings(environ, environment.AUTH) if setting.value != "anonymous"]
    if not given:
        return _Terraform([], [], [])
    name, value = given[0]
    user, colon, password = value.partition(":")
    if colon and not (user and password):
        raise UsageError(f"{name} is neither a token nor user:password", "set GRAFANA_TOKEN in its place")
    if colon:
        return _Terraform([], [Setting(name, user)], [Setting(name, password)])
    return _Terraform([Setting(name, _token(given[0]))], [], [])


def _token(setting: Setting) -> str:
    token = _line(setting).strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(
            f"{setting.name} holds no token: it has a space, a line break or a special character in it",
            'it has to hold the token alone, without "Bearer"',
        )
    return token


def _line(setting: Setting) -> str:
    """The text without the line break that editors and commands put at its end."""
    text = setting.value.rstrip("\r\n")
    if not text.strip():
        raise UsageError(f"{setting.name} is empty", "put the secret there, and nothing else")
    return text
