"""The whole text: what is replaced, what is left, and where everything went."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.interpolate import ALL, Language, Scope, Value, Window, expand, find, interpolate

SCOPE = Scope(
    {
        "a": Value("a", "first"),
        "b": Value("b", ("x", "y"), multi=True),
        "unset": Value("unset", None),
        "nested": Value("nested", ALL, include_all=True, all_value="$a-$b-$nobody"),
        "self": Value("self", ALL, include_all=True, all_value="<$self>"),
    },
    Window(0, 60_000, 15),
)


def test_what_is_left_and_what_is_replaced() -> None:
    expansion = expand('f{a="$a",b=~"$b"} > $unset + $nobody + $1 $$a', SCOPE, "prometheus")
    assert expansion.text == 'f{a="first",b=~"(x|y)"} > $unset + $nobody + $1 $first'
    assert [one.name for one in expansion.left] == ["unset", "nobody", "1"]
    assert [(one.reference.name, expansion.text[one.start : one.end]) for one in expansion.replacements] == [
        ("a", "first"),
        ("b", "(x|y)"),
        ("a", "first"),
    ]


def test_regex_groups_stay() -> None:
    text = 'label_replace(x, "class", "${1}xx", "code", "(.)..")'
    assert interpolate(text, SCOPE, "prometheus") == text


def test_a_field_path_of_a_plain_variable_does_not_matter() -> None:
    assert interpolate("${a.text}", SCOPE, "other") == "first"


def test_origin_points_into_the_text_as_written() -> None:
    written = "ab $a cd $b ef"
    expansion = expand(written, SCOPE, "tempo")
    assert expansion.text == "ab first cd x|y ef"
    assert [expansion.origin(expansion.text.index(part)) for part in ("ab", "first", "irst", "cd", "x|y", "ef")] == [
        *(0, 3, 3, 6, 9, 12)
    ]
    assert expansion.origin(len(expansion.text)) == len(written)


def test_an_all_value_is_read_once_more_without_the_language() -> None:
    assert interpolate("$nested", SCOPE, "prometheus") == "first-{x,y}-$nobody"


def test_an_all_value_that_refers_to_itself_ends() -> None:
    assert interpolate("$self", SCOPE, "prometheus") == "<<<$self>>>"


def test_a_text_does_not_grow_without_end() -> None:
    scope = Scope({"v": Value("v", "x" * 100_000)})
    expansion = expand("$v " * 1000, scope, "other")
    assert len(expansion.text) < 2_100_000
    assert len(expansion.left) > 900


def test_many_references_take_no_time() -> None:
    assert interpolate("$a " * 50_000, SCOPE, "prometheus") == "first " * 50_000


LANGUAGES: tuple[Language, ...] = ("prometheus", "loki", "tempo", "text", "url", "other")
TEXTS = st.text(alphabet=st.sampled_from("$[]{}ab1_:.\"' "), max_size=40)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_a_text_without_known_names_is_unchanged(text: str) -> None:
    for language in LANGUAGES:
        assert interpolate(text, Scope(), language) == text


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_every_reference_is_replaced_or_left_and_origins_agree(text: str) -> None:
    expansion = expand(text, SCOPE, "loki")
    replaced = [one.reference for one in expansion.replacements]
    assert sorted([*replaced, *expansion.left], key=lambda one: one.start) == find(text)
    inside = [range(one.start, one.end) for one in expansion.replacements]
    for offset, character in enumerate(expansion.text):
        if not any(offset in span for span in inside):
            assert text[expansion.origin(offset)] == character
