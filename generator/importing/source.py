"""An imported board as the text of its definition module."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from generator.board.board import Row
from generator.board.imported import Imported, Source, Verbatim
from generator.board.imported.words import Words
from generator.importing.looks import Looks, constant, looks
from generator.importing.python_text import Call, Name, literal, width

#: What a reader wants first, and last.
_FIRST = ("key", "title", "question", "uid", "description", "at", "ref", "name")
_LAST = ("panels", "rows", "kept")
_LINE = 120
_ABOUT = 110
_PLACES = {"replace": "dataclasses", "row": "generator.board.board"}
_OURS = "generator.board.imported"


def source(board: Imported) -> str:
    """The module: data sources, what panels and queries have in common, then the board."""
    common = looks(board)
    bases = {constant(kind): _words(look, {}) for kind, look in common.items()}
    whole = _words(board, common)
    names = _source_names([*bases.values(), whole])
    bases = {name: _named(look, names) for name, look in bases.items()}
    whole = _named(whole, names)
    # Only what is used stands in the module.
    used = {one.name for one in _inside([*bases.values(), whole]) if isinstance(one, Name)}
    sources = {name.name: call for call, name in names.values() if name.name in used}
    parts = [f'"""{_about(board)}"""\n', _imports([*sources.values(), *bases.values(), whole])]
    if sources:
        parts.append("".join(_assigned(name, call) for name, call in sources.items()))
    parts += [
        f"#: Each {look.function} of this board, unless it says otherwise.\n{_assigned(name, look)}"
        for name, look in bases.items()
    ]
    return "\n".join([*parts, _assigned("dashboard", whole)])


def _assigned(name: str, value: Any) -> str:
    return f"{name} = {literal(value, 0, len(name) + 3)}\n"


def _about(board: Imported) -> str:
    said = " ".join((board.question or board.title).split())
    plain = "".join(one for one in said if one.isprintable() and one not in '\\"')[:_ABOUT]
    while width(plain) > _ABOUT:
        plain = plain[:-1]
    return plain.strip() or board.key


def _value(value: Any, common: Looks) -> Any:
    """A field's value as an expression."""
    if isinstance(value, Source):
        if value.type is not None and value.uid is not None:
            return Call("Source", (), (value.type, value.uid))
        return Call("Source", tuple(value.to_json().items()))
    if isinstance(value, Verbatim):
        return Call("Verbatim", (("key", value.key), ("json", value.json)), open=True)
    if isinstance(value, Words):
        return _words(value, common)
    if isinstance(value, Row):
        return Call("row", (), tuple(_value(panel, common) for panel in value.panels), open=True)
    if isinstance(value, tuple):
        return tuple(_value(each, common) for each in value)
    return value


def _words(one: Words, common: Looks) -> Call:
    """The call that makes the object: of its class, or of what its class has in common."""
    base = common.get(type(one))
    said = []
    for each in _ordered(type(one)):
        value = getattr(one, each.name)
        before = _default(each) if base is None else getattr(base, each.name)
        # 1 is not True, and not 1.0.
        if repr(value) != repr(before) or each.name == "rows":
            said.append((each.name, _value(value, common)))
    spread = isinstance(one, (Imported, Row))
    if base is None:
        return Call(type(one).__name__, tuple(said), open=spread)
    return Call("replace", tuple(said), (Name(constant(type(one))),))


def _ordered(kind: type[Words]) -> list[Field[Any]]:
    place = {name: at for at, name in enumerate(_FIRST)} | {name: 99 + at for at, name in enumerate(_LAST)}
    return sorted(fields(kind), key=lambda one: place.get(one.name, 50))


def _default(one: Field[Any]) -> Any:
    if one.default_factory is not MISSING:
        return one.default_factory()
    return one.default


def _inside(values: Iterable[Any]) -> Iterator[Any]:
    """All parts of expressions, themselves first."""
    for value in values:
        yield value
        if isinstance(value, Call):
            yield from _inside(value.first)
            yield from _inside(member for _, member in value.arguments)
        elif isinstance(value, tuple):
            yield from _inside(value)


Named = dict[str, tuple[Call, Name]]


def _source_names(trees: list[Call]) -> Named:
    """A constant for each data source that stands in several places, called like its type."""
    found = [one for one in _inside(trees) if isinstance(one, Call) and one.function == "Source"]
    counts = Counter(repr(one) for one in found)
    names: Named = {}
    taken = Counter[str]()
    for one in found:
        if counts[repr(one)] > 1 and repr(one) not in names:
            kind = one.first[0] if one.first else dict(one.arguments).get("type", "")
            base = re.sub(r"[^A-Z0-9]+", "_", kind.upper()).strip("_")
            base = f"{base}_SOURCE" if base[:1].isalpha() else "SOURCE"
            taken[base] += 1
            names[repr(one)] = one, Name(base if taken[base] == 1 else f"{base}_{taken[base]}")
    return names


def _named(value: Any, names: Named) -> Any:
    """The expression with constants for its data sources."""
    if isinstance(value, tuple):
        return tuple(_named(each, names) for each in value)
    if not isinstance(value, Call):
        return value
    if value.function == "Source" and repr(value) in names:
        return names[repr(value)][1]
    first = tuple(_named(each, names) for each in value.first)
    arguments = tuple((name, _named(member, names)) for name, member in value.arguments)
    return Call(value.function, arguments, first, value.open)


def _imports(trees: list[Any]) -> str:
    """What the expressions need, in the order of the house."""
    used = {one.function for one in _inside(trees) if isinstance(one, Call)}
    blocks: dict[str, list[str]] = {}
    for name in sorted(used):
        blocks.setdefault(_PLACES.get(name, _OURS), []).append(name)
    lines = [_import(module, blocks[module]) for module in sorted(blocks)]
    if "dataclasses" in blocks:
        lines.insert(1, "")
    return "\n".join(lines) + "\n"


def _import(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= _LINE:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"
