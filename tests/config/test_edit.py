"""One value changes, and nothing else does."""

from __future__ import annotations

import difflib
from typing import Any

import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.config import set_value
from generator.errors import UsageError

TEXT = """\
# who it is
[project] # head
name = "Shop"   # the name
folder = { uid = "x", title = "T" } # inline

# about telemetry

[telemetry]
profile = "portable" # p

# the tenants
[tenants.seoul]
backend = ["api", # first
  "jobs",
  # last
] # after
# trailing

[signals]
kafka.expected = false # k

[contexts.staging]
url = "https://g"
"""


def changes(dotted_key: str, value: Any, text: str = TEXT) -> list[str]:
    """The lines that go (-) and come (+)."""
    after = set_value(text, dotted_key, value)
    lines = difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("project.name", 'Corner "Shop"', ['-name = "Shop"   # the name', '+name = "Corner \\"Shop\\""   # the name']),
        (
            "project.folder.title",
            "가게",
            ['-folder = { uid = "x", title = "T" } # inline', '+folder = { uid = "x", title = "가게" } # inline'],
        ),
        (
            "project.folder",
            {"uid": "y"},
            ['-folder = { uid = "x", title = "T" } # inline', '+folder = { uid = "y" } # inline'],
        ),
        ("signals.kafka.expected", True, ["-kafka.expected = false # k", "+kafka.expected = true # k"]),
        ('contexts."staging".url', "https://h", ['-url = "https://g"', '+url = "https://h"']),
    ],
)
def test_a_value_changes_in_its_place(key: str, value: Any, expected: list[str]) -> None:
    assert changes(key, value) == expected


def test_comments_in_a_list_move_above_it() -> None:
    assert changes("tenants.seoul.backend", ["api"]) == [
        '-backend = ["api", # first',
        '-  "jobs",',
        "-  # last",
        "-] # after",
        "+# first",
        "+# last",
        '+backend = ["api"] # after',
    ]


@pytest.mark.parametrize(
    ("key", "value", "before", "added"),
    [
        ("project.editable", True, 'folder = { uid = "x", title = "T" } # inline', ["editable = true"]),
        ("telemetry.cluster", "aks", 'profile = "portable" # p', ['cluster = "aks"']),
        ("tenants.seoul.frontend", ["web"], "] # after", ['frontend = ["web"]']),
        ("signals.kafka.tenants", ["seoul"], "kafka.expected = false # k", ['kafka.tenants = ["seoul"]']),
        ("contexts.staging.org_id", 2, 'url = "https://g"', ["org_id = 2"]),
        ("contexts.prod.url", "https://p", 'url = "https://g"', ["", "[contexts.prod]", 'url = "https://p"']),
        (
            'signals."kafka.lag".expected',
            False,
            'url = "https://g"',
            ["", '[signals."kafka.lag"]', "expected = false"],
        ),
        (
            "signals.kafka.lag.expected",
            False,
            'url = "https://g"',
            ["", "[signals.kafka.lag]", "expected = false"],
        ),
    ],
)
def test_a_new_key_stands_under_its_table(key: str, value: Any, before: str, added: list[str]) -> None:
    assert changes(key, value) == [f"+{line}" for line in added]
    lines = set_value(TEXT, key, value).splitlines()
    at = lines.index(before) + 1
    assert lines[at : at + len(added)] == added
    tomlkit.parse(set_value(TEXT, key, value))


@pytest.mark.parametrize(
    ("text", "key", "value", "expected"),
    [
        ("", "a.b", 1, "[a]\nb = 1\n"),
        ("[a]", "a.b", 1, "[a]\nb = 1\n"),
        ("[a]\nb = 1 # c", "a.c", [1, {"d": "e"}], '[a]\nb = 1 # c\nc = [1, { d = "e" }]\n'),
        ("[a]\r\nb = 1\r\n", "a.c", 2, "[a]\r\nb = 1\r\nc = 2\r\n"),
        ("[a]\r\nb = 1\r\n", "c.d", 2, "[a]\r\nb = 1\r\n\r\n[c]\r\nd = 2\r\n"),
        ("a = {}", "a.b", 1, "a = { b = 1 }"),
        ("a = { b = { c = 1 }, d = 2 } # e", "a.b.x.y", 0, "a = { b = { c = 1, x.y = 0 }, d = 2 } # e"),
        ("[a]\nb = { c = [\n  1, # d\n] }\n", "a.b.e", 2, "[a]\nb = { c = [\n  1, # d\n], e = 2 }\n"),
        ("[[a]]\nb = 1\n", "c", 1, "c = 1\n[[a]]\nb = 1\n"),
    ],
)
def test_whole_texts(text: str, key: str, value: Any, expected: str) -> None:
    assert set_value(text, key, value) == expected


@pytest.mark.parametrize(
    ("key", "summary"),
    [
        ("telemetry", "generator.toml:8: telemetry is a table"),
        ("project.name.first", "generator.toml:3: project.name is not a table"),
        ("project.", "the key to set:1: not valid TOML: empty key"),
    ],
)
def test_refused(key: str, summary: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_value(TEXT, key, 1)
    assert caught.value.summary == summary
    assert caught.value.fix


NAMES = st.sampled_from(["a", "b", "c d", "e.f"])
DATA = st.recursive(
    st.integers(0, 9) | st.text("x#'\"\\\n]}", max_size=4),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=10,
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, DATA, max_size=3), st.lists(NAMES, min_size=1, max_size=4), DATA)
def test_means_the_same_but_for_the_value(data: dict[str, Any], path: list[str], value: Any) -> None:
    text = tomlkit.dumps(data)
    expected = tomlkit.parse(text).unwrap()
    table = expected
    for part in path[:-1]:
        table = table.setdefault(part, {}) if isinstance(table, dict) else table
    key = ".".join(f'"{part}"' for part in path)
    try:
        after = set_value(text, key, value)
    except UsageError:
        return
    table[path[-1]] = value
    assert tomlkit.parse(after).unwrap() == expected
