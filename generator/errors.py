"""What can go wrong, in the words of the person who has to mend it.

Every expected failure is a `GeneratorError`: one line that names the thing and says what is wrong, one
line that says how to mend it, and the exit code the command ends with. Anything else that escapes is a bug.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FAILURE = 1
    USAGE = 2
    AUTH = 3
    PARTIAL = 4
    CANCELLED = 5
    VERSION = 6
    DRIFT = 7


class GeneratorError(Exception):
    """An expected failure: `summary` says what is wrong, `fix` how to mend it."""

    exit_code: Exit = Exit.FAILURE

    def __init__(self, summary: str, fix: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.fix = fix


class UsageError(GeneratorError):
    """The command line or the configuration asks for something that cannot be."""

    exit_code = Exit.USAGE


class AuthError(GeneratorError):
    """Grafana does not know who asks, or does not allow it."""

    exit_code = Exit.AUTH


class VersionError(GeneratorError):
    """The server is too old for what was asked, or not a Grafana at all."""

    exit_code = Exit.VERSION


class CancelledError(GeneratorError):
    """A person stopped the run."""

    exit_code = Exit.CANCELLED
