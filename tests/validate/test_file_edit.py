"""Edits of a JSON file that leave every other byte where it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.board_json.pointer import join, resolve
from generator.validate.edit import Add, Edit, EditError, Remove, Set, SetText, edit

from .any_json import CONTAINERS, TEXTS, VALUES, written
from .naive_json import spots

PRETTY = """\
{
  "title": "T\\u00e9",
  "panels": [
    {
      "id": 1,
      "type": "text"
    },
    {"id": 2.50, "targets": [ ]}
  ],
  "time": {},
  "tags": ["a", "b", "c"]
}
"""


def edited(text: str, *edits: Edit) -> str:
    return edit(text.encode(), edits).decode()


def test_no_edit_changes_nothing() -> None:
    assert edited(PRETTY) == PRETTY


def test_set() -> None:
    new = edited(PRETTY, Set("/panels/1/id", 7), Set("/title", 'a "b"\né😀'), Set("/tags/1", None))
    assert new == PRETTY.replace("2.50", "7").replace('"T\\u00e9"', '"a \\"b\\"\\né😀"').replace('"b"', "null")


def test_set_of_objects_is_indented_like_the_file() -> None:
    new = edited(PRETTY, Set("/time", {"from": "now-1h", "to": ["x"]}), Set("/panels/1/targets", [{"a": 1}]))
    assert '  "time": {\n    "from": "now-1h",\n    "to": [\n      "x"\n    ]\n  },\n' in new
    assert '{"id": 2.50, "targets": [{"a": 1}]}' in new


def test_set_of_the_document() -> None:
    assert edited("\n {}\n\n", Set("", 5)) == "\n 5\n\n"


def test_a_new_key_looks_like_its_neighbours() -> None:
    new = edited(PRETTY, Add("/panels/0", "x", {"y": []}), Add("/panels/1", "z", [1, 2]), Add("", "uid", "u"))
    assert '      "type": "text",\n      "x": {\n        "y": []\n      }\n    },\n' in new
    assert '    {"id": 2.50, "targets": [ ], "z": [1, 2]}\n' in new
    assert new.endswith('  "tags": ["a", "b", "c"],\n  "uid": "u"\n}\n')


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{}", '{\n  "k": 1\n}'),
        ('{"a":1}', '{"a":1,"k":1}'),
        ('{"a": 1}', '{"a": 1, "k": 1}'),
        ('{ "a" : 1 }', '{ "a" : 1, "k" : 1 }'),
        ('{"a": 1, "b": 2}', '{"a": 1, "b": 2, "k": 1}'),
        ('{"a": 1,\n "b": 2}', '{"a": 1,\n "b": 2,\n "k": 1}'),
        ('{\r\n\t"a": 1\r\n}\r\n', '{\r\n\t"a": 1,\r\n\t"k": 1\r\n}\r\n'),
        ('{\n"a": 1\n}', '{\n"a": 1,\n"k": 1\n}'),
        ('{\n    "a":\n        1}', '{\n    "a":\n        1,\n    "k":\n        1}'),
        ('\ufeff{"a": "\u2028"}\n\n', '\ufeff{"a": "\u2028", "k": 1}\n\n'),
    ],
)
def test_where_a_new_key_goes(old: str, new: str) -> None:
    assert edited(old, Add("", "k", 1)) == new


def test_an_empty_object_is_filled_as_the_file_is_indented() -> None:
    assert edited(PRETTY, Add("/time", "a", 1), Add("/time", "b", {"c": 2})) == PRETTY.replace(
        '"time": {}', '"time": {\n    "a": 1,\n    "b": {\n      "c": 2\n    }\n  }'
    )
    assert edited('{"a": {}}', Add("/a", "b", [1]), Add("/a", "c", 2)) == '{"a": {"b": [1], "c": 2}}'
    assert edited('{"a":{}}', Add("/a", "b", [1, 2]), Add("/a", "c", 2)) == '{"a":{"b":[1,2],"c":2}}'


def test_lines_end_as_those_of_the_file_do() -> None:
    old = PRETTY.replace("\n", "\r\n")
    new = edited(old, Set("/time", {"a": [1]}), Add("/panels/0", "x", {"y": 1}), Add("", "z", {}))
    assert new == edited(PRETTY, Set("/time", {"a": [1]}), Add("/panels/0", "x", {"y": 1}), Add("", "z", {})).replace(
        "\n", "\r\n"
    )


def test_half_a_character_is_written_as_an_escape() -> None:
    assert edited(PRETTY, Set("/title", "\ud800é")) == PRETTY.replace("T\\u00e9", "\\ud800é")


def test_remove() -> None:
    assert edited(PRETTY, Remove("/title")) == PRETTY.replace('"title": "T\\u00e9",\n  ', "")
    assert edited(PRETTY, Remove("/tags")) == PRETTY.replace(',\n  "tags": ["a", "b", "c"]', "")
    assert edited(PRETTY, Remove("/time")) == PRETTY.replace('"time": {},\n  ', "")
    assert edited(PRETTY, Remove("/tags/0"), Remove("/tags/1")) == PRETTY.replace('"a", "b", "c"', '"c"')
    assert edited(PRETTY, Remove("/tags/1"), Remove("/tags/2")) == PRETTY.replace('"a", "b", "c"', '"a"')
    assert edited(PRETTY, *(Remove(f"/tags/{index}") for index in (2, 0, 1))) == PRETTY.replace('"a", "b", "c"', "")
    assert edited(PRETTY, Remove("/panels/0")) == PRETTY.replace(
        '{\n      "id": 1,\n      "type": "text"\n    },\n    ', ""
    )


def test_remove_and_add_in_one_object() -> None:
    assert edited('{"a": 1, "b": 2}', Remove("/b"), Add("", "c", 3)) == '{"a": 1, "c": 3}'
    assert edited('{"a": 1, "b": 2}', Remove("/a"), Add("", "c", 3)) == '{"b": 2, "c": 3}'
    assert edited('{\n  "a": 1\n}', Remove("/a"), Add("", "c", 3), Add("", "d", 4)) == '{\n  "c": 3,\n  "d": 4\n}'
    assert edited('{ "a": 1 }', Remove("/a")) == "{}"


def test_a_part_of_a_text() -> None:
    assert edited('{"a": "x\\u00e9\\ny"}', SetText("/a", 1, 2, "e")) == '{"a": "xe\\ny"}'
    assert edited('{"a": "x\\u00e9\\ny"}', SetText("/a", 2, 3, '"')) == '{"a": "x\\u00e9\\"y"}'
    assert edited('["\\ud83d\\ude00é"]', SetText("/0", 1, 1, "-"), SetText("/0", 2, 2, "!")) == '["\\ud83d\\ude00-é!"]'
    assert edited('{"a": "rate(x[5m])"}', SetText("/a", 7, 9, "1h"), SetText("/a", 0, 4, "irate")) == (
        '{"a": "irate(x[1h])"}'
    )


@pytest.mark.parametrize(
    "edits",
    [
        [Set("/panels/0", 1), Set("/panels/0", 1)],
        [Set("/panels", []), Set("/panels/0/id", 1)],
        [Set("/panels/0/id", 1), Remove("/panels/0")],
        [Remove("/panels/0"), Remove("/panels/0")],
        [Remove("/panels"), Add("/panels/0", "x", 1)],
        [Set("/time", 1), Add("/time", "x", 1)],
        [SetText("/title", 0, 1, "x"), Set("/title", "y")],
        [SetText("/title", 0, 2, "x"), SetText("/title", 1, 2, "y")],
        [SetText("/title", 1, 1, "x"), SetText("/title", 1, 1, "y")],
        [SetText("/tags/0", 0, 1, "x"), Remove("/tags")],
    ],
)
def test_edits_that_meet_are_refused(edits: list[Edit]) -> None:
    for order in (edits, edits[::-1]):
        with pytest.raises(EditError, match="two edits meet at"):
            edited(PRETTY, *order)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Set("/nothing", 1), 'nothing stands at "/nothing"'),
        (Set("panels", 1), 'nothing stands at "panels"'),
        (Remove("/tags/3"), 'nothing stands at "/tags/3"'),
        (Remove(""), "the whole document cannot be removed"),
        (Add("/tags", "x", 1), '"/tags" is no object'),
        (Add("/title", "x", 1), '"/title" is no object'),
        (Add("", "title", 1), 'the key "title" is there twice'),
        (SetText("/panels", 0, 0, "x"), 'no text at "/panels" from 0 to 0'),
        (SetText("/title", 1, 3, "x"), 'no text at "/title" from 1 to 3'),
        (SetText("/title", -1, 0, "x"), 'no text at "/title" from -1 to 0'),
        (SetText("/title", 2, 1, "x"), 'no text at "/title" from 2 to 1'),
        (Set("/title", float("nan")), "the new value is not JSON"),
        (Set("/title", {1, 2}), "the new value is not JSON"),
        (SetText("/title", 0, 0, "\ud800"), 'half a character is beside the edit of "/title"'),
    ],
)
def test_edits_that_cannot_be_made(one: Edit, said: str) -> None:
    with pytest.raises(EditError) as caught:
        edited(PRETTY, one)
    assert said in caught.value.summary
    assert caught.value.fix


def test_a_key_twice_in_one_go_is_refused() -> None:
    with pytest.raises(EditError, match='the key "x" is there twice'):
        edited(PRETTY, Add("", "x", 1), Add("", "x", 2))
    with pytest.raises(EditError, match='the key "a" is there twice'):
        edited('{"a": 1, "a": 2}', Remove("/a"))


@pytest.mark.parametrize(
    "data", [b"a: 1\n", b"{", b"", b"\xff{}", '{"a": 1}'.encode("utf-16"), b'{"a": NaN}', b"[" * 100_000]
)
def test_what_is_not_json_is_not_edited(data: bytes) -> None:
    with pytest.raises(EditError):
        edit(data, [])


def test_a_value_too_deep_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    with pytest.raises(EditError, match="nested deeper than 200 levels"):
        edited(PRETTY, Set("/time", deep))


# ---------------------------------------------------------------------------------------------------------------------


def paths(value: Any) -> list[str]:
    found, waiting = [], [("", value)]
    while waiting:
        pointer, inner = waiting.pop()
        found.append(pointer)
        if isinstance(inner, dict):
            waiting += [(join(pointer, key), each) for key, each in inner.items()]
        elif isinstance(inner, list):
            waiting += [(join(pointer, index), each) for index, each in enumerate(inner)]
    return sorted(found)


def holder(value: Any, pointer: str) -> tuple[Any, Any]:
    head, _, last = pointer.rpartition("/")
    around = resolve(value, head)
    return around, int(last) if isinstance(around, list) else last.replace("~1", "/").replace("~0", "~")


def modelled(value: Any, edits: Sequence[Edit]) -> Any:
    """The same edits, made of the parsed value."""
    value = deepcopy(value)
    texts = [one for one in edits if isinstance(one, SetText)]
    for one in sorted(texts, key=lambda each: (each.start, each.end), reverse=True):
        old = resolve(value, one.pointer)
        new = old[: one.start] + one.text + old[one.end :]
        if one.pointer:
            around, key = holder(value, one.pointer)
            around[key] = new
        else:
            value = new
    for one in edits:
        if isinstance(one, Set):
            if one.pointer:
                around, key = holder(value, one.pointer)
                around[key] = deepcopy(one.value)
            else:
                value = deepcopy(one.value)
    gone = [(holder(value, one.pointer)) for one in edits if isinstance(one, Remove)]
    adding = [(resolve(value, one.pointer), one) for one in edits if isinstance(one, Add)]
    for around, key in sorted(gone, key=lambda each: each[1] if isinstance(each[1], int) else 0, reverse=True):
        del around[key]
    for around, one in adding:
        around[one.key] = deepcopy(one.value)
    return value


def drawn(data: st.DataObject, value: Any) -> list[Edit]:
    """A few edits that can be made together."""
    edits: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 5))):
        one = drawn_one(data, value)
        if one is not None and not any(meet(one, other) or meet(other, one) for other in edits):
            edits.append(one)
    return edits


def drawn_one(data: st.DataObject, value: Any) -> Edit | None:
    pointer = data.draw(st.sampled_from(paths(value)))
    old = resolve(value, pointer)
    if isinstance(old, dict) and data.draw(st.booleans()):
        key = data.draw(TEXTS)
        return None if key in old else Add(pointer, key, data.draw(VALUES))
    if isinstance(old, str) and old == old.encode("utf-8", "ignore").decode() and data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(old)))
        end = data.draw(st.integers(start, len(old)))
        return SetText(pointer, start, end, data.draw(st.text(st.sampled_from('ab"\\\né😀'), max_size=4)))
    if pointer and data.draw(st.booleans()):
        return Remove(pointer)
    return Set(pointer, data.draw(VALUES))


def meet(one: Edit, other: Edit) -> bool:
    if isinstance(one, (Set, Remove)):
        return other.pointer == one.pointer or other.pointer.startswith(f"{one.pointer}/")
    if isinstance(one, Add) and isinstance(other, Add):
        return (one.pointer, one.key) == (other.pointer, other.key)
    if isinstance(one, SetText) and isinstance(other, SetText) and one.pointer == other.pointer:
        same = (one.start, one.end) == (other.start, other.end)
        return same or (one.start < other.end and other.start < one.end)
    return False


def stretches(text: str, value: Any, edits: Sequence[Edit]) -> list[tuple[int, int]]:
    """What the edits may touch, told by the naive positions: a value, or the gap around it up to its neighbours."""
    lines = [0]
    for index, character in enumerate(text):
        if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
            lines.append(index + 1)
    at = spots(text)

    def offset(position: tuple[int, int]) -> int:
        return lines[position[0] - 1] + position[1] - 1

    found = []
    for one in edits:
        spot = at[one.pointer]
        if isinstance(one, (Set, SetText)):
            found.append((offset(spot.start), offset(spot.end)))
            continue
        around = one.pointer if isinstance(one, Add) else one.pointer.rpartition("/")[0]
        inner = resolve(value, around)
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
        children = sorted((at[join(around, key)] for key in keys), key=lambda each: each.start)
        start, end = offset(at[around].start) + 1, offset(at[around].end) - 1
        if isinstance(one, Add):
            found.append((offset(children[-1].end) if children else start, end))
            continue
        index = children.index(spot)
        found.append(
            (
                offset(children[index - 1].end) if index else start,
                offset(children[index + 1].key[0]) if index + 1 < len(children) else end,
            )
        )
    return sorted(found)


def untouched(text: str, touched: list[tuple[int, int]]) -> list[str]:
    pieces, at = [], 0
    for start, end in touched:
        if start >= at:
            pieces.append(text[at:start])
        at = max(at, end)
    return [*pieces, text[at:]]


@settings(deadline=None, max_examples=200)
@given(CONTAINERS, st.integers(0, 2**32), st.booleans(), st.data())
def test_edits_are_those_of_the_model_and_the_rest_stays(value: Any, seed: int, bom: bool, data: st.DataObject) -> None:
    old = written(value, seed)
    value = json.loads(old)
    edits = drawn(data, value)
    head = "\ufeff" if bom else ""
    new = edit((head + old).encode(), edits).decode()
    assert new.startswith(head)
    new = new[len(head) :]
    assert json.dumps(json.loads(new)) == json.dumps(json.loads(json.dumps(modelled(value, edits))))
    pieces = untouched(old, stretches(old, value, edits))
    assert new.startswith(pieces[0])
    assert new.endswith(pieces[-1])
    at = 0
    for piece in pieces:
        at = new.index(piece, at) + len(piece)


@settings(deadline=None, max_examples=100)
@given(CONTAINERS, st.sampled_from([None, 1, 2, 4, "\t"]), st.booleans(), st.data())
def test_a_file_in_one_style_stays_in_it(value: Any, indent: Any, ascii_only: bool, data: st.DataObject) -> None:
    """What is added to a file that one program wrote is what this program would have written."""
    if "\\ud" in ascii(value).replace("\\\\", ""):
        ascii_only = True
    old = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    objects = [pointer for pointer in paths(value) if isinstance(resolve(value, pointer), dict)]
    if not objects or len(json.loads(old)) == 0:
        return
    pointer = data.draw(st.sampled_from(objects))
    one = Add(pointer, "new key", data.draw(st.sampled_from([1, "x", [], {}, [1, {"a": [2]}], {"b": {"c": None}}])))
    new = edit(old.encode(), [one])
    assert new.decode() == json.dumps(modelled(value, [one]), indent=indent, ensure_ascii=ascii_only)
