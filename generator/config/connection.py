"""The Grafana to talk to: where it is, who asks, and how the connection is made.

An option wins over an environment variable, and a variable over the context of `generator.toml`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from generator.config import environment
from generator.config.address import http_address
from generator.config.certificate import certificate
from generator.config.credential import credential
from generator.config.environment import Setting, agreed, settings
from generator.config.flags import Flags
from generator.config.headers import own_headers
from generator.config.model import Config, Folder, GrafanaContext
from generator.config.nearest import did_you_mean
from generator.config.source import ReadFile, RunCommand, Source, command_source, file_source, read_file, run_command
from generator.errors import UsageError

#: Seconds to wait for an answer.
TIMEOUT = 30.0

TRUE = ("1", "t", "true", "yes", "on")
FALSE = ("0", "f", "false", "no", "off")


@dataclass(frozen=True)
class Connection:
    """Everything a transport needs. Printing it shows no secret, and no header, for that may hold one.

    With a `token`, `user` and `password` are None. `token_source` gives the token afresh (a file or a command may
    have a newer one after a 401) or raises UsageError. `folder` is the one to use in place of the project's.
    """

    url: str
    token: str | None = field(default=None, repr=False)
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    org_id: int | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    ca_cert: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None
    insecure: bool = False
    timeout: float = TIMEOUT
    folder: Folder | None = None
    token_source: Callable[[], str] | None = field(default=None, repr=False, compare=False)


def resolve(
    config: Config,
    *,
    flags: Flags,
    environ: Mapping[str, str],
    read_file: ReadFile = read_file,
    run_command: RunCommand = run_command,
) -> Connection:
    """The connection that options, environment and file agree on.

    Reads the certificates' files and the token's or the password's file or command once; sends nothing. Raises
    UsageError when no Grafana is named, when two places contradict each other, or when a value cannot be used.
    """
    context = _context(config, flags.context)
    url = _url(config, flags, environ, context)
    who = credential(
        environ,
        _source("token", flags.token_file, flags.token_command, read_file, run_command),
        flags.user,
        _source("password", flags.password_file, flags.password_command, read_file, run_command),
    )
    client_cert = certificate("--client-cert", flags.client_cert, environ, environment.CLIENT_CERT, read_file)
    client_key = certificate("--client-key", flags.client_key, environ, environment.CLIENT_KEY, read_file)
    if client_key and not client_cert:
        raise UsageError(
            "a client key is given, but no client certificate", "set GRAFANA_TLS_CERT, or give --client-cert"
        )
    return Connection(
        url=url,
        token=who.token,
        user=who.user,
        password=who.password,
        org_id=_org_id(flags, environ, context),
        headers=own_headers(environ, authorized=bool(who.token or who.user)),
        ca_cert=certificate("--ca-cert", flags.ca_cert, environ, environment.CA_CERT, read_file),
        client_cert=client_cert,
        client_key=client_key,
        insecure=_insecure(flags, environ),
        timeout=_timeout(flags.timeout),
        folder=context.folder if context else None,
        token_source=who.token_source,
    )


def _context(config: Config, name: str | None) -> GrafanaContext | None:
    if name is None:
        return None
    if name not in config.contexts:
        known = ", ".join(config.contexts)
        raise UsageError(
            f'--context: there is no context "{name}"{did_you_mean(name, config.contexts)}',
            f"the contexts of {_file(config)}: {known}" if known else f"add [contexts.{name}] to {_file(config)}",
        )
    return config.contexts[name]


def _file(config: Config) -> str:
    return str(config.path or "generator.toml")


def _url(config: Config, flags: Flags, environ: Mapping[str, str], context: GrafanaContext | None) -> str:
    if flags.grafana_url:
        return _address(Setting("--grafana-url", flags.grafana_url))
    found = agreed(settings(environ, environment.URL, _address))
    if found and context and found.value != context.url:
        raise UsageError(
            f"--context {context.name} and {found.name} name different Grafanas",
            f"unset {found.name}, or give --grafana-url to say which",
        )
    if found:
        return found.value
    if context:
        return context.url
    contexts = f" ({', '.join(config.contexts)})" if config.contexts else ""
    raise UsageError(
        "no Grafana is named",
        f"give --grafana-url URL, set GRAFANA_URL, or give --context with one of the contexts of {_file(config)}"
        f"{contexts}",
    )


def _address(setting: Setting) -> str:
    try:
        return http_address(setting.value.strip())
    except ValueError as error:
        raise UsageError(
            f"{setting.name} {error}",
            "write it like https://grafana.example.com; the user goes into GRAFANA_USER and the password into "
            "GRAFANA_PASSWORD",
        ) from None


def _source(
    secret: str, file: Path | None, command: str | None, read_file: ReadFile, run_command: RunCommand
) -> Source | None:
    if file is not None and command is not None:
        raise UsageError(f"--{secret}-file and --{secret}-command are both given", "give one of them")
    if file is not None:
        return file_source(f"--{secret}-file", file, read_file)
    if command is not None:
        return command_source(f"--{secret}-command", command, run_command)
    return None


def _org_id(flags: Flags, environ: Mapping[str, str], context: GrafanaContext | None) -> int | None:
    given = [Setting("--org-id", str(flags.org_id))] if flags.org_id is not None else []
    found = agreed(given or settings(environ, environment.ORG_ID))
    if found is None:
        return context.org_id if context else None
    if not re.fullmatch(r"0*[1-9][0-9]{0,18}", found.value):
        raise UsageError(
            f"{found.name} is not the number of an organisation", "use the number under Administration, Organizations"
        )
    return int(found.value)


def _insecure(flags: Flags, environ: Mapping[str, str]) -> bool:
    if flags.insecure is not None:
        return flags.insecure
    found = agreed(settings(environ, environment.INSECURE))
    if found and found.value.lower() not in TRUE + FALSE:
        raise UsageError(f"{found.name} is neither true nor false", "set it to true or false, or unset it")
    return found is not None and found.value.lower() in TRUE


def _timeout(seconds: float | None) -> float:
    if seconds is None:
        return TIMEOUT
    if not math.isfinite(seconds) or seconds <= 0:
        raise UsageError("--timeout is not a number of seconds above 0", "give --timeout 30")
    return seconds
