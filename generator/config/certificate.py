"""The PEM files of a TLS connection: the authority's, the client's, the client's key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.config.environment import Setting, agreed, settings
from generator.config.source import ReadFile
from generator.errors import UsageError

BEGIN = "-----BEGIN"


def certificate(
    option: str, flag: Path | None, environ: Mapping[str, str], names: tuple[str, ...], read_file: ReadFile
) -> Path | None:
    """The path of the PEM file that `option` or a variable names; None when neither does.

    The file is read, to say now what is wrong with it. Raises UsageError, which does not repeat a variable: some
    tools take the key itself in it.
    """
    found = agreed([Setting(option, str(flag))] if flag else settings(environ, names))
    if found is None:
        return None
    if BEGIN in found.value:
        raise UsageError(f"{found.name} holds a certificate or a key itself", "write it to a file, and name the file")
    wrong = _wrong(Path(found.value), read_file)
    if wrong:
        name = f"{option} {flag}" if flag else found.name
        raise UsageError(f"{name}: {wrong}", "name a readable PEM file: text with -----BEGIN in it")
    return Path(found.value)


def _wrong(path: Path, read_file: ReadFile) -> str | None:
    try:
        return None if BEGIN in read_file(path) else "not a PEM file"
    except UnicodeError:
        return "not a PEM file"
    except OSError as error:
        return error.strerror or "cannot be read"
