"""Reads the stages that work on spans: filters, aggregates, `by`, `select`, `coalesce`."""

from __future__ import annotations

from generator.languages.traceql.cursor import Cursor
from generator.languages.traceql.fields import field_expression, plain_field
from generator.languages.traceql.mistakes import closing, opening, refuse_list_entry
from generator.languages.traceql.tree import Aggregate, Attribute, By, Coalesce, Intrinsic, Select, SpansetFilter


def spanset_filter(cursor: Cursor) -> SpansetFilter:
    """`{ condition }`; a brace is next."""
    start = cursor.take().start
    condition = None if cursor.at("}") else field_expression(cursor)
    closing(cursor, "}")
    return SpansetFilter(start, cursor.end, condition)


def aggregate(cursor: Cursor) -> Aggregate:
    """`count()`, `avg(field)`; the function's name is next."""
    function = cursor.take()
    opening(cursor, function)
    field = None
    if function.text == "count":
        if not cursor.at(")"):
            cursor.fail("count() takes no field: it counts the spans", "write count()")
    elif cursor.at(")"):
        cursor.fail(f"{function.text}() wants a field", f"write {function.text}(duration)")
    else:
        field = field_expression(cursor)
    closing(cursor, ")")
    return Aggregate(function.start, cursor.end, function.text, field)


def span_stage(cursor: Cursor) -> By | Select | Coalesce:
    """`by(field)`, `select(field, ...)`, `coalesce()`; the name is next."""
    name = cursor.take()
    opening(cursor, name)
    if name.text == "coalesce":
        if not cursor.at(")"):
            cursor.fail("coalesce() takes nothing", "write coalesce()")
        cursor.take()
        return Coalesce(name.start, cursor.end)
    if cursor.at(")"):
        cursor.fail(f"{name.text}() wants a field", f"write {name.text}(resource.service.name)")
    if name.text == "select":
        selected = field_list(cursor)
        return Select(name.start, cursor.end, selected)
    field = field_expression(cursor)
    if cursor.at(","):
        cursor.fail("by() groups by one field", "write one by() after the other: | by(a) | by(b)")
    closing(cursor, ")")
    return By(name.start, cursor.end, field)


def field_list(cursor: Cursor) -> tuple[Attribute | Intrinsic, ...]:
    """Fields with commas between them, and the bracket that closes them."""
    found = [plain_field(cursor)]
    while cursor.accept(","):
        found.append(plain_field(cursor))
    if not cursor.at(")"):
        refuse_list_entry(cursor)
    cursor.take()
    return tuple(found)
