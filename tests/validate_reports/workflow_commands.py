"""Reads a line as GitHub's runner documents it: `::command name=value,name=value::message`."""

from __future__ import annotations


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Command, properties and message of a line, all decoded."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    command, _, rest = head.partition(" ")
    pairs = (pair.partition("=")[::2] for pair in rest.split(","))
    return command, {name: decoded(value) for name, value in pairs}, decoded(message)


def decoded(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text
