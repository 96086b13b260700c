"""Go's templates: what text/template takes, and what is said of the rest. Verdicts are Go 1.26's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.languages.go_template import read

FUNCTIONS = ("lower", "trunc", "default", "__line__")

VALID = [
    "",
    "plain } }} text",
    "{{.a}}",
    "{{ .a.b }}",
    "{{- .a -}}",
    "{{-1}}",
    "{{ . }}{{ $ }}{{ $.a }}",
    '{{ "x" }}{{ `y` }}',
    "{{ 'c' }}{{ 1 }}{{ -1.5 }}{{ 0x1F }}{{ 1_000 }}{{ 1e5 }}{{ 1+2i }}{{ 017 }}",
    "{{ true }}{{ nil }}",
    "{{ .a | lower | trunc 5 }}",
    "{{.a|lower}}",
    "{{ .a | }}",
    '{{ printf "%s" (lower .a) }}',
    "{{ (lower .a).b }}",
    '{{ or .a "x" | default "y" }}',
    "{{ if .a }}b{{ end }}",
    "{{ if(.a) }}b{{ else }}c{{ end }}",
    "{{ if .a }}b{{ else if .c }}d{{ else }}e{{ end }}",
    "{{ with .a }}{{ . }}{{ else with .b }}{{ . }}{{ end }}",
    "{{ range .a }}{{ break }}{{ continue }}{{ else }}x{{ end }}",
    "{{ range $i, $e := .a }}{{ $i }}{{ $e }}{{ end }}",
    "{{ $x := .a }}{{ $x = 2 }}{{ $x }}",
    "{{ if $x := .a }}{{ $x }}{{ else }}{{ $x }}{{ end }}",
    '{{ define "t" }}{{ . }}{{ end }}{{ template "t" . }}{{ template "u" }}',
    '{{ block "b" . }}{{ .x }}{{ end }}',
    "{{/* a comment */}}{{- /* }} */ -}}",
    "{{ .a\n }}",
    "{{ .é }}",
]

#: The template, the message, the place.
INVALID = [
    ("{{ .a", 'the action "{{" is never closed', "{{"),
    ("{{ .a }", 'the action "{{" is never closed', "{{"),
    ("{{ .a } }}", '"}" cannot stand here', "}"),
    ("{{}}", "there is nothing in the action", "}}"),
    ("{{ if }}x{{ end }}", "if needs a value", "}}"),
    ("{{ () }}", "there is nothing between the parentheses", ")"),
    ("{{ .a-b }}", '"-" cannot follow ".a"', "-"),
    ("{{ foo }}", 'no template function is called "foo"', "foo"),
    ("{{ lowr .a }}", 'no template function is called "lowr"; did you mean "lower"?', "lowr"),
    ("{{ $x }}", "the variable $x is not set here", "$x"),
    ("{{ if .a }}{{ $y := 1 }}{{ end }}{{ $y }}", "the variable $y is not set here", "$y"),
    ("{{ .a = 1 }}", '"=" cannot stand here', "="),
    ("{{ .a || .b }}", '"|" cannot stand here', "|"),
    ("{{ .a, .b }}", '"," cannot stand here', ","),
    ("{{ lower(.a) }}", '"(" cannot stand here', "("),
    ("{{ (lower .a }}", '"(" is never closed', "("),
    ("{{ lower .a) }}", 'a ")" that closes nothing', ")"),
    ('{{ "x".a }}', '"\\"x\\"" has no fields'.replace("\\", ""), ".a"),
    ("{{ lower | 1 }}", '"1" takes nothing from a pipe', "1"),
    ('{{ "a }}', 'the quote " is never closed', '"'),
    (r'{{ "\d" }}', r"\d is no escape that Go knows", r"\d"),
    ("{{ 'ab' }}", "'ab' is not one character", "'ab'"),
    ("{{ 1a }}", '"1a" is not a number', "1a"),
    ("{{ 08 }}", '"08" is not a number', "08"),
    ("{{ 18446744073709551616 }}", '"18446744073709551616" is not a number', "18446744073709551616"),
    ("{{ - 1 }}", '"-" is not a number', "-"),
    ("{{ if .a }}x", "{{if}} has no {{end}}", "if"),
    ("{{ end }}", "an {{end}} that closes nothing", "end"),
    ("{{ else }}", "an {{else}} that belongs to nothing", "else"),
    ("{{ if .a }}{{ else }}{{ else }}{{ end }}", "an {{else}} that belongs to nothing", "else"),
    ("{{ if .a }}{{ else with .b }}{{ end }}", '"with" cannot stand after "else"', "with"),
    ("{{ if .a }}{{ end .a }}", '".a" cannot stand after "end"', ".a"),
    ("{{ break }}", "{{break}} outside of a {{range}}", "break"),
    ("{{ range .a }}{{ else }}{{ continue }}{{ end }}", "{{continue}} outside of a {{range}}", "continue"),
    ("{{ $i, $e := .a }}", "too many variables before the value", "$i,"),
    ("{{ range $i, .a }}{{ end }}", "a variable should follow the comma", ".a"),
    ("{{ template x }}", "{{template}} needs a name in quotes", "x"),
    ('{{ if .a }}{{ define "x" }}{{ end }}{{ end }}', "a {{define}} cannot stand inside of another block", "define"),
    ("{{/* x", "the comment is never closed", "{{"),
    ("{{/* x */ }}", "a comment must end its action", "*/"),
    ("{{ € }}", '"€" cannot stand here', "€"),
]


@pytest.mark.parametrize("template", VALID)
def test_valid(template: str) -> None:
    assert read(template, FUNCTIONS) is None


@pytest.mark.parametrize(("template", "message", "place"), INVALID)
def test_invalid(template: str, message: str, place: str) -> None:
    problem = read(template, FUNCTIONS)
    assert problem is not None
    assert (problem.message, template[problem.start : problem.end]) == (message, place)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "{{",
                    "}}",
                    " ",
                    ".",
                    ".a",
                    "$x",
                    ":=",
                    "=",
                    "|",
                    "(",
                    ")",
                    "if",
                    "else",
                    "end",
                    "range",
                    "lower",
                    '"',
                    "`",
                ),
                *(
                    "1",
                    "-",
                    "/*",
                    "*/",
                    "{{ end }}",
                    "{{ if .a }}",
                    ",",
                    "'",
                    "é",
                    "\\",
                    "\n",
                    "break",
                    "define",
                    '"n"',
                ),
            ]
        ),
        max_size=20,
    ).map("".join)
)
def test_nothing_makes_it_raise(template: str) -> None:
    problem = read(template, FUNCTIONS)
    assert problem is None or 0 <= problem.start < problem.end <= len(template)


@pytest.mark.parametrize(
    "piece", ["{{", "{{(", "(", "{{ if .a }}", "{{.a}}", "{{/*", "{{$x:=1}}", "{{end}}", '{{"', "{{ |", "-}}"]
)
def test_one_piece_over_and_over(piece: str) -> None:
    problem = read(piece * 5000, FUNCTIONS)
    assert problem is None or len(problem.message) < 200
