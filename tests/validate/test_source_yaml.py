"""Where the values of a YAML file stand, in every style that it has for a text."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.board_json.pointer import join, resolve
from generator.validate import yaml_text
from generator.validate.lines import Text
from generator.validate.source import Source

from .any_json import CONTAINERS

LOADERS = [pytest.param(yaml.SafeLoader, id="python")]
if yaml.__with_libyaml__:
    LOADERS.append(pytest.param(yaml.CSafeLoader, id="c"))


@pytest.fixture(params=LOADERS)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "_LOADER", request.param)


def sources(text: str) -> list[Source]:
    read = yaml_text.parse(text)
    assert read.fault is None
    return [Source(Text("f.yaml", text), "yaml", each.value, each.get_outline) for each in read.documents]


def shown(text: str, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False, document: int = 0) -> str:
    """What stands at the place."""
    start, end = sources(text)[document].extent(pointer, span, key=key)
    return text[start:end]


BLANKS = " \t\r\n\x85\u2028\u2029"


def assert_found(text: str, pointer: str, decoded: str) -> None:
    """Each character stands where it is written: as it is, as an escape, or, if it is blank, as some blanks."""
    (one,) = sources(text)
    for index, character in enumerate(decoded):
        start, end = one.extent(pointer, (index, index + 1))
        at = text[start:end]
        if at == character or (at, character) == ("''", "'"):
            continue
        if at.startswith("\\") and at[1] not in BLANKS[2:]:
            assert yaml.safe_load(f'"{at}"') == character
        else:
            assert character in BLANKS
            assert at.lstrip("\\").strip(BLANKS) == ""


FILE = """\
# head
apiVersion: 1
datasources:
  - name: Prometheus  # a comment
    url: "http://p:9090/\\u00e9"
    jsonData: {a: [1, 'it''s'], b: {}}

  - &second
    name: |
      two
       lines

    more: >-
      one
      line

      two
    empty:
    typed: !!str 5
copy: *second
last: done
"""


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("/apiVersion", "1"),
        ("/datasources/0/name", "Prometheus"),
        ("/datasources/0/url", '"http://p:9090/\\u00e9"'),
        ("/datasources/0/jsonData", "{a: [1, 'it''s'], b: {}}"),
        ("/datasources/0/jsonData/a", "[1, 'it''s']"),
        ("/datasources/0/jsonData/a/1", "'it''s'"),
        ("/datasources/0/jsonData/b", "{}"),
        ("/datasources/1/name", "|\n      two\n       lines"),
        ("/datasources/1/more", ">-\n      one\n      line\n\n      two"),
        ("/datasources/1/empty", ""),
        ("/datasources/1/typed", "5"),
        ("/copy", "*second"),
        ("/copy/typed", "5"),
        ("/last", "done"),
    ],
)
def test_a_value_stands_where_its_pointer_says(pointer: str, text: str) -> None:
    assert shown(FILE, pointer) == text


@pytest.mark.usefixtures("loader")
def test_a_block_ends_with_its_last_value() -> None:
    first = shown(FILE, "/datasources/0")
    assert first.startswith("name: Prometheus")
    assert first.endswith("b: {}}")
    assert shown(FILE, "").endswith("last: done")


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("pointer", "span", "text"),
    [
        ("/datasources/0/name", (3, 5), "me"),
        ("/datasources/0/url", (0, 4), "http"),
        ("/datasources/0/url", (14, 15), "\\u00e9"),
        ("/datasources/0/jsonData/a/1", (2, 3), "''"),
        ("/datasources/0/jsonData/a/1", (3, 4), "s"),
        ("/datasources/1/name", (0, 3), "two"),
        ("/datasources/1/name", (5, 10), "lines"),
        ("/datasources/1/name", (2, 6), "o\n       l"),
        ("/datasources/1/more", (4, 8), "line"),
        ("/datasources/1/more", (9, 12), "two"),
        ("/copy/more", (9, 12), "two"),
        ("/copy/name", (5, 10), "lines"),
    ],
)
def test_a_part_of_a_text(pointer: str, span: tuple[int, int], text: str) -> None:
    assert shown(FILE, pointer, span) == text


@pytest.mark.usefixtures("loader")
def test_keys() -> None:
    assert shown(FILE, "/datasources/1/more", key=True) == "more"
    assert shown("{\"a b\": 1, 'c': 2, &x d : 3}", "/a b", key=True) == '"a b"'
    assert shown("{\"a b\": 1, 'c': 2, &x d : 3}", "/d", key=True) == "d"


@pytest.mark.usefixtures("loader")
def test_every_document_of_a_file_has_its_own_lines() -> None:
    text = "# first\n---\na: 1\n---\n---\nb:\n- x\n- z\n...\n---\nc: 3\n"
    found = sources(text)
    assert [each.data for each in found] == [{"a": 1}, {"b": ["x", "z"]}, {"c": 3}]
    assert [found[0].place("/a").line, found[1].place("/b/1").line, found[2].place("/c").line] == [3, 8, 11]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "text",
    [
        'k: "a\\\n   b"',
        'k: "a  \\\n\n\n  b\\\n  c"',
        'k: "a \n b\n\n\n c\\td"',
        "k: 'a \t\n\t b\n\n c'",
        "k: a\n  b\n\n\n  c",
        "k: >\n  a\n  b\n   c\n\n  d\n",
        "k: >+\n\n  a  \n  b\n\n\n",
        "k: |+2\n    a\n   b\n\n\n",
        "k: |\n\n    \n    a  \n      b \n     \n    c",
        "k: |-\n  a\tb",
        "k: |  # why\n  a\n  b\n",
        "k: !!str\n  # what\n  |\n  a\n",
        'k: "\\x41\\u00e9\\U0001f600\\/\\ \\_\\N\\L"',
        "k: |\r\n  a\r\n  b\r\nl: 1\r\n",
        'k: "a\r\n\r\n  b"',
        "k: |\n  a\u2028  b\n  c\n",
        "k: a\u2028  b\n",
        "k: |\n  a\x85  b\n",
        "k: 日本 😀\n",
    ],
)
def test_every_character_is_found_in_every_style(text: str) -> None:
    """Each character that is written as it is stands alone at its place."""
    decoded = sources(text)[0].data["k"]
    assert decoded == yaml.safe_load(text)["k"]
    assert_found(text, "/k", decoded)


STYLES = st.sampled_from([None, '"', "'", "|", ">"])
TEXTS = st.text(st.one_of(st.sampled_from("ab: #\n\t'\"\\-é😀\u2028"), st.characters(codec="utf-8")), max_size=40)


@settings(deadline=None, max_examples=200)
@given(TEXTS, STYLES, st.integers(10, 40), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_character_of_a_dumped_text(text: str, style: str | None, width: int, newline: str, plain: bool) -> None:
    dumped = yaml.safe_dump(
        {"k": [text]}, default_style=style, width=width, line_break=newline, allow_unicode=plain, indent=3
    )
    dumped = dumped.replace("\n", newline) if newline == "\r\n" and "\r" not in dumped else dumped
    read = yaml_text.parse(dumped)
    if read.fault is not None:
        # What PyYAML writes raw, but no YAML file may hold.
        assert "control character" in read.fault.message
        return
    decoded = read.documents[0].value["k"][0]
    # PyYAML follows YAML 1.1, where 0E0 is no number.
    assume(isinstance(decoded, str))
    assert decoded == yaml.safe_load(dumped)["k"][0]
    assert_found(dumped, "/k/0", decoded)


@pytest.mark.usefixtures("loader")
def test_any_json_comes_back_from_yaml() -> None:
    @settings(deadline=None, max_examples=60)
    @given(CONTAINERS, st.sampled_from([True, False, None]), st.integers(2, 6))
    def check(value: Any, flow: bool | None, indent: int) -> None:
        # YAML has no halves of characters.
        assume("\\ud" not in ascii(value))
        dumped = yaml.safe_dump(value, default_style='"', default_flow_style=flow, indent=indent)
        assert yaml_text.parse(dumped).documents[0].value == value

    check()


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("yes", "yes"),
        ("on", "on"),
        ("2020-01-01", "2020-01-01"),
        ("1:30", "1:30"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("null", None),
        ("0", 0),
        ("-12", -12),
        ("+1_000", 1000),
        ("0x1F", 31),
        ("0o17", 15),
        ("017", 15),
        ("018", 18),
        ("0b101", 5),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        (".inf", float("inf")),
        ("-.INF", float("-inf")),
        ("1.2.3", "1.2.3"),
        ("0x_", "0x_"),
        ("9" * 5000, "9" * 5000),
        ("'5'", "5"),
        ("!!int '5'", 5),
        ("!!str 5", "5"),
        ("!custom 5", "5"),
        ("!!binary aGk=", "aGk="),
    ],
)
def test_words_mean_what_they_mean_to_grafana(word: str, value: object) -> None:
    found = yaml_text.parse(f"k: {word}").documents[0].value["k"]
    assert (type(found), found) == (type(value), value)


@pytest.mark.usefixtures("loader")
def test_keys_are_texts() -> None:
    assert yaml_text.parse("{1: a, true: b, null: c, ? d : e}").documents[0].value == {
        "1": "a",
        "true": "b",
        "null": "c",
        "d": "e",
    }


MERGED = """\
base: &base {a: 1, b: 2}
other: &other
  b: 3
  c: 4
one:
  <<: *base
  a: 5
two:
  <<: [*base, *other]
three: {"<<": 6}
"""


@pytest.mark.usefixtures("loader")
def test_merged_keys_stand_where_they_were_written() -> None:
    (one,) = sources(MERGED)
    assert one.data["one"] == {"a": 5, "b": 2}
    assert one.data["two"] == {"a": 1, "b": 2, "c": 4}
    assert one.data["three"] == {"<<": 6}
    assert [one.place(pointer).line for pointer in ("/one/a", "/one/b", "/two/b", "/two/c")] == [7, 1, 1, 4]
    assert shown(MERGED, "/one/b", key=True) == "b"


@pytest.mark.usefixtures("loader")
def test_a_long_chain_of_merges_is_no_deep_document() -> None:
    chain = "".join(f"k{number}: &k{number} {{<<: *k{number - 1}, x{number}: 1}}\n" for number in range(1, 400))
    value = yaml_text.parse(f"k0: &k0 {{x0: 1}}\n{chain}").documents[0].value
    assert len(value["k399"]) == 400


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "rule", "said", "line"),
    [
        ("a: [", "file/yaml", "not valid YAML", 1),
        ("a: b: c", "file/yaml", "mapping values are not allowed", 1),
        ("a: 1\nb:\n\t- c", "file/yaml", "cannot start any token", 3),
        ("a: *b", "file/yaml", "*b stands for nothing before it", 1),
        ("\na: &a [*a]", "file/yaml", "*a stands inside itself", 2),
        ("? [a]\n: b", "file/yaml", "a key is a list or an object", 1),
        ("a: &a {b: 1}\n*a : c", "file/yaml", "a key is a list or an object", 2),
        ("<<: 5", "file/yaml", "<< merges no object", 1),
        ("a: \0", "file/yaml", "the control character U+0000", 1),
        ("a: 1\nb: \x07", "file/yaml", "the control character U+0007", 2),
        ("%YAML 7.0\n---\na: 1", "file/yaml", "incompatible", 1),
        ("- " * 100_000, "file/depth", "nested deeper than 200 levels", 1),
        ("[" * 100_000, "file/depth", "nested deeper than 200 levels", 1),
        ("{a: " * 100_000, "file/depth", "nested deeper than 200 levels", 1),
    ],
)
def test_what_cannot_be_read_has_one_fault_with_its_place(text: str, rule: str, said: str, line: int) -> None:
    fault = yaml_text.parse(text).fault
    assert fault is not None
    assert (fault.rule, fault.severity) == (rule, "error")
    assert said in fault.message
    assert "\n" not in fault.message
    assert fault.fix
    assert Text("", text).at(fault.start)[0] == line


@pytest.mark.usefixtures("loader")
def test_two_hundred_levels_can_be_read() -> None:
    assert yaml_text.parse("[" * 200 + "]" * 200).fault is None
    assert yaml_text.parse("[" * 201 + "]" * 201).fault is not None


@pytest.mark.usefixtures("loader")
def test_levels_that_aliases_add_count() -> None:
    chain = "".join(f"a{number}: &a{number} [*a{number - 1}]\n" for number in range(1, 1000))
    fault = yaml_text.parse(f"a0: &a0 [x]\n{chain}").fault
    assert fault is not None
    assert fault.rule == "file/depth"


@pytest.mark.usefixtures("loader")
def test_a_billion_laughs_are_one_fault() -> None:
    text = "a0: &a0 [lol]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    fault = yaml_text.parse(text).fault
    assert fault is not None
    assert fault.message == "its aliases unfold to more than 10,000,000 values"
    assert fault.start < len(text)


@pytest.mark.usefixtures("loader")
def test_aliases_of_usual_size_are_fine() -> None:
    text = "base: &base {a: [1, 2, 3]}\n" + "".join(f"k{number}: *base\n" for number in range(1000))
    read = yaml_text.parse(text)
    assert read.fault is None
    assert read.documents[0].value["k999"] == {"a": [1, 2, 3]}


@pytest.mark.usefixtures("loader")
def test_a_key_that_comes_twice_is_named() -> None:
    read = yaml_text.parse("a: 1\nb:\n  c: 1\n  c: 2\n  d: 3\nb: 4\n")
    assert read.fault is None
    assert read.repeated is not None
    assert read.repeated.message == 'the key "c" comes twice in one object; 1 more like it in the file'
    assert read.documents[0].value["b"] == 4


@pytest.mark.usefixtures("loader")
@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("ab:-[]{},&*!|>'\"#%?~<=\\ \n\t0"), max_size=40))
def test_any_text_at_all(text: str) -> None:
    read = yaml_text.parse(text)
    for document in read.documents:
        one = Source(Text("f", text), "yaml", document.value, document.get_outline)
        waiting: list[tuple[str, Any]] = [("", document.value)]
        while waiting:
            pointer, value = waiting.pop()
            assert resolve(document.value, pointer) is value or isinstance(value, (str, int, float))
            start, end = one.extent(pointer, (0, 1))
            assert 0 <= start <= end <= len(text)
            if isinstance(value, dict):
                waiting += [(join(pointer, key), inner) for key, inner in value.items()]
            elif isinstance(value, list):
                waiting += [(join(pointer, index), inner) for index, inner in enumerate(value)]
