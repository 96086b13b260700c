"""A file or a command that gives a secret, so that the secret itself never stands on a command line."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from generator.config.secret import looks_secret
from generator.errors import UsageError

#: Returns the text of a file; raises OSError or UnicodeError.
ReadFile = Callable[[Path], str]

#: Returns what a command line prints; raises OSError, ValueError or subprocess.SubprocessError.
RunCommand = Callable[[str], str]

#: Seconds that a command may take.
PATIENCE = 60


@dataclass(frozen=True)
class Source:
    """Where a secret comes from; `read` gives it afresh each time, or raises a UsageError that does not repeat it."""

    name: str
    read: Callable[[], str] = field(repr=False)


def file_source(option: str, path: Path, read_file: ReadFile) -> Source:
    """The text of the file that `option` names."""
    # A token that was given in place of a file must not be repeated either.
    name = option if looks_secret(str(path)) else f"{option} {path}"

    def read() -> str:
        try:
            return read_file(path)
        except OSError as error:
            reason = error.strerror or "cannot be read"
        except UnicodeError:
            reason = "is not text"
        raise UsageError(f"{name}: {reason}", f"{option} takes the path of a readable file that holds the secret alone")

    return Source(name, read)


def command_source(option: str, command: str, run_command: RunCommand) -> Source:
    """What the command that `option` names prints."""

    def read() -> str:
        try:
            return run_command(command)
        except subprocess.CalledProcessError as error:
            reason = f"the command ended with status {error.returncode}"
        except subprocess.TimeoutExpired:
            reason = f"the command took longer than {PATIENCE} s"
        except OSError as error:
            reason = error.strerror or "the command cannot be run"
        except (subprocess.SubprocessError, ValueError):
            reason = "the command cannot be run"
        raise UsageError(
            f"{option}: {reason}", "run it by hand: it has to print the secret alone and end with status 0"
        )

    return Source(option, read)


def read_file(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


def run_command(command: str) -> str:
    """What a command line prints. It is split like a shell does, but no shell runs it; its errors go to ours."""
    words = shlex.split(command)
    if not words:
        raise ValueError("an empty command")
    # The command is the user's own, given on their own command line.
    done = subprocess.run(  # noqa: S603
        words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=True, timeout=PATIENCE, encoding="utf-8"
    )
    return done.stdout
