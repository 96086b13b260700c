"""What stands for a variable of which nothing is known: its place in the query tells."""

from __future__ import annotations

import pytest

from generator.interpolate import Scope
from generator.languages.fill import MOST_CANDIDATES, fill
from generator.languages.holes.tokens import Kind

PROMQL = [
    ("rate(x[$__rate_interval])", "rate(x[7919s])"),
    ("rate(x[${__rate_interval}])", "rate(x[7919s])"),
    ("x[$__range:$__interval]", "x[7927s:7901s]"),
    ("x * $__range_s / $__interval_ms", "x * 7927 / 7901000"),
    ("x / $__range_ms - $__rate_interval_ms", "x / 7927000 - 7919000"),
    ("x > $__from and x < ${__to}", "x > 1600000000000 and x < 1600007927000"),
    ("x[$__auto_interval_step]", "x[7877s]"),
    ('x{a="$__interval"}', 'x{a="7901s"}'),
    ('x{a="${__from:date:YYYY}"}', 'x{a="2020"}'),
    ('x{a="${__field.labels.b}"}', 'x{a="filled"}'),
    ("rate(x[$w])", "rate(x[7883s])"),
    ("rate(x[${n}m])", "rate(x[7m])"),
    ("rate(x[5$unit])", "rate(x[5m])"),
    ("x[5m:$step]", "x[5m:7883s]"),
    ("x offset $o", "x offset 7883s"),
    ("x offset -$o", "x offset -7883s"),
    ("x offset ${n}h", "x offset 7h"),
    ("x @ $t", "x @ 7"),
    ("topk($n, x)", "topk(7, x)"),
    ("topk by (a) ($n, x)", "topk by (a) (7, x)"),
    ("quantile($q, x)", "quantile(0.7, x)"),
    ("clamp_max(x, $m)", "clamp_max(x, 7)"),
    ("count_values($l, x)", 'count_values("filled", x)'),
    ("sum by ($g) (x)", "sum by (filled) (x)"),
    ("sum(x) without(a, $g)", "sum(x) without(a, filled)"),
    ("sum by (a $g) (x)", "sum by (a , filled) (x)"),
    ("sum by ($g a) (x)", "sum by (filled,  a) (x)"),
    ("sum by (a_$g) (x)", "sum by (a_filled) (x)"),
    ("a * on($l) group_left($m) b", "a * on(filled) group_left(filled_1) b"),
    ("sum $by (x)", "sum by (filled) (x)"),
    ("sum by $list (x)", "sum by (filled) (x)"),
    ("x > ${thr}", "x > 7"),
    ("x > bool $thr", "x > bool 7"),
    ("x > $metric{}", "x > filled{}"),
    ("$metric{} + $a", "filled{} + filled_1"),
    ('rate($metric{job="$job"}[5m])', 'rate(filled{job="filled_1"}[5m])'),
    ("node_$m + ${a}_total + a:$b:c", "node_filled + filled_1_total + a:filled_2:c"),
    ("$agg(x)", "sum(x)"),
    ("$agg by (a) (x)", "sum by (a) (x)"),
    ("${how}_over_time(x[5m])", "avg_over_time(x[5m])"),
    ("avg_over_$what(x[5m])", "avg_over_time(x[5m])"),
    ("a $op b", "a > b"),
    ("a $op on (job) b", "a > on (job) b"),
    ("sum(x) $more", "sum(x) "),
    ("x{$filters}", 'x{filled="filled"}'),
    ('x{a="b",$filters}', 'x{a="b",filled="filled"}'),
    ('x{$filters a="b"}', 'x{filled="filled", a="b"}'),
    ('x{a="b"$filters}', 'x{a="b",filled="filled"}'),
    ("x{$a$b}", 'x{filled="filled",filled_1="filled_1"}'),
    ("x{a=$v,b!~$w}", 'x{a="filled",b!~"filled_1"}'),
    ('x{$l="b",a_$m=~"c"}', 'x{filled="b",a_filled_1=~"c"}'),
    ('x{a$op"b"}', 'x{a="b"}'),
    ('x{a="[[job]]"}', 'x{a="filled"}'),
    ("x{a='$v',b=`$w`}", "x{a='filled',b=`filled_1`}"),
    (r'x{a="\"$v\\"} > $n', r'x{a="\"filled\\"} > 7'),
    ("x # > $n\n> $n", "x # > filled\n> 7"),
    ('label_replace(x, "$a", "$1-${2}", "b", "[[1]](.*)")', 'label_replace(x, "filled", "$1-${2}", "b", "[[1]](.*)")'),
    (
        'label_replace(x, "a", "$app$env", "b", "(?P<app>.*)-.*")',
        'label_replace(x, "a", "$appfilled", "b", "(?P<app>.*)-.*")',
    ),
    ("x + $1", "x + filled"),
    ("$$a", "$filled"),
    ("${a", "${a"),
]
LOGQL = [
    ('{$l=~"$v"} |= "$s" |~ `$r`', '{filled=~"filled_1"} |= "filled_2" |~ `filled_3`'),
    ('rate({a="b"} [$__auto])', 'rate({a="b"} [7907s])'),
    ('rate({a="b"} [$w])', 'rate({a="b"} [7883s])'),
    ("{a=$v} |= $s", '{a="filled"} |= "filled_1"'),
    ("rate($stream [5m])", 'rate({filled="filled"} [5m])'),
    ('{a="b"} $filter | json', '{a="b"}  | json'),
    ('{a="b"} | $parser | $l=~"$v"', '{a="b"} | json | filled_1=~"filled_2"'),
    ('{a="b"} | json | n > $v', '{a="b"} | json | n > 7'),
    ('{a="b"} | json | lvl=$v', '{a="b"} | json | lvl="filled"'),
    ('{a="b"} | json | keep $l | unwrap $m', '{a="b"} | json | keep filled | unwrap filled_1'),
    ('{a="b"} | line_format $f', '{a="b"} | line_format "filled"'),
    ('{a="b"} |= ip("$net")', '{a="b"} |= ip("10.0.0.1")'),
    ('{a="b"} | pattern "$p"', '{a="b"} | pattern "<filled>"'),
    ('{a="b"} | regexp "$p"', '{a="b"} | regexp "(?P<filled>.+)"'),
    ("topk($n, sum by ($g) (x))", "topk(7, sum by (filled_1) (x))"),
    ('{a="b"} | line_format "{{ $x := .a }}{{ $x }} $y"', '{a="b"} | line_format "{{ $x := .a }}{{ $x }} filled"'),
    ('{a="b"} |= `\'` > $n', '{a="b"} |= `\'` > 7'),
]
TRACEQL = [
    ('{ resource.service.name = $v && name =~ "$w" }', '{ resource.service.name = "filled" && name =~ "filled_1" }'),
    ("{ duration > $d && status = $s && kind = $k }", "{ duration > 7883s && status = error && kind = server }"),
    ("{ $filter }", '{ .filled = "filled" }'),
    ("{ (.a = 1 || $x) && $y }", '{ (.a = 1 || .filled = "filled") && .filled_1 = "filled_1" }'),
    ("{ .a = 1 $more }", "{ .a = 1  }"),
    ('{ span.$attr = "x" && $scope.b = 1 }', '{ span.filled = "x" && span.b = 1 }'),
    ('{ $attr = "x" }', '{ .filled = "x" }'),
    ('{ .a $op "x" }', '{ .a = "x" }'),
    ("{ } $op { .b = 1 }", "{ } && { .b = 1 }"),
    ("{ } | rate() by ($g, resource.$h)", "{ } | rate() by (.filled, resource.filled_1)"),
    ("{ } | quantile_over_time(duration, $q)", "{ } | quantile_over_time(duration, 0.7)"),
    ("{ } | rate() | topk($n)", "{ } | rate() | topk(7)"),
    ("{ } | select($a)", "{ } | select(.filled)"),
    ("{ } | count() > $n", "{ } | count() > 7"),
    ("{ } | $stage", "{ } | rate()"),
    ("{ } | rate() with (exemplars=$e)", "{ } | rate() with (exemplars=true)"),
    ("$sel | rate()", '{ .filled = "filled" } | rate()'),
    ("{ } // $c\n| count() > $n", "{ } // filled\n| count() > 7"),
    ("{ /* $c */ duration > $d }", "{ /* filled */ duration > 7883s }"),
]
ALL = [
    *(("prometheus", *case) for case in PROMQL),
    *(("loki", *case) for case in LOGQL),
    *(("tempo", *case) for case in TRACEQL),
]


@pytest.mark.parametrize(("kind", "text", "filled"), ALL)
def test_the_first_guess(kind: Kind, text: str, filled: str) -> None:
    assert next(fill(text, kind, Scope())).text == filled


@pytest.mark.parametrize(
    ("kind", "text", "among"),
    [
        ("prometheus", "sum($x)", "sum(7)"),
        ("prometheus", "rate($x)", "rate(filled[7883s])"),
        ("prometheus", "x[$n$unit]", "x[7m]"),
        ("prometheus", "$f(x[5m])", "rate(x[5m])"),
        ("prometheus", "a $op b", "a or b"),
        ("prometheus", "a $op b", "a  b"),
        ("prometheus", "x{a$op$v}", 'x{a="filled_1"}'),
        ("prometheus", "sum($a) + sum($b)", "sum(filled) + sum(7)"),
        ("loki", "sum($q)", 'sum(rate({filled="filled"}[7883s]))'),
        ("loki", '{a="b"} $filter', '{a="b"} |= "filled"'),
        ("loki", '{a="b"} | json | d > $v', '{a="b"} | json | d > 7883s'),
        ("tempo", "{ .a = $v }", "{ .a = 7 }"),
        ("tempo", "{ } | avg(duration) > $d", "{ } | avg(duration) > 7883s"),
    ],
)
def test_later_guesses(kind: Kind, text: str, among: str) -> None:
    assert among in [filled.text for filled in fill(text, kind, Scope())]


def test_one_variable_is_the_same_in_places_of_one_sort() -> None:
    texts = [filled.text for filled in fill("sum($x) + sum($x)", "prometheus", Scope())]
    assert "sum(7) + sum(7)" in texts
    assert "sum(7) + sum(filled)" not in texts


def test_only_so_many_candidates() -> None:
    text = " + ".join(f"$v{number}" for number in range(50))
    assert len(list(fill(text, "prometheus", Scope()))) == MOST_CANDIDATES


def test_what_nobody_declared_is_told_from_what_is_grafanas() -> None:
    filled = next(fill('x{a="$nobody",b="${__data.fields.c}"} > $__interval # $remark', "prometheus", Scope()))
    assert [(hole.reference.name, hole.source) for hole in filled.holes] == [
        ("nobody", "unknown"),
        ("__data", "guess"),
        ("__interval", "grafana"),
        ("remark", "guess"),
    ]
