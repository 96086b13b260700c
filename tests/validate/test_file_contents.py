"""What is found in the bytes of one file."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.board_json import read as read_board
from generator.board_json.pointer import resolve
from generator.validate import carried
from generator.validate.contents import documents
from generator.validate.document import BoardDocument, Document, PassedOver, ProvidersDocument, SourcesDocument
from generator.validate.finding import Finding

BOARD: dict[str, Any] = {"title": "T", "schemaVersion": 41, "panels": [{"id": 1, "type": "text", "title": "P"}]}
V2: dict[str, Any] = {"title": "T", "elements": {}, "layout": {"kind": "GridLayout", "spec": {"items": []}}}
TEXT = json.dumps(BOARD, indent=2)


def found(content: str | bytes, file: str = "f.json", *, named: bool = True) -> list[Any]:
    data = content if isinstance(content, bytes) else content.encode()
    return list(documents(file, data, named=named))


def one(content: str | bytes, file: str = "f.json", *, named: bool = True) -> Any:
    (single,) = found(content, file, named=named)
    return single


def resource(kind: str, **more: Any) -> dict[str, Any]:
    return {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": kind, "metadata": {"name": "n"}, **more}


@pytest.mark.parametrize(
    ("document", "container", "name"),
    [
        (BOARD, "plain", "f.json"),
        (V2, "plain", "f.json"),
        ({"dashboard": BOARD, "meta": {}}, "wrapped", "f.json"),
        ({"dashboard": V2}, "wrapped", "f.json"),
        (resource("Dashboard", spec=BOARD), "kubernetes", "n"),
        ({**resource("Dashboard", spec=V2), "apiVersion": "dashboard.grafana.app/v2beta1"}, "kubernetes", "n"),
        ({**resource("Dashboard", spec=V2), "apiVersion": "dashboard.grafana.app/v2"}, "kubernetes", "n"),
    ],
)
def test_a_board_in_every_form(document: dict[str, Any], container: str, name: str) -> None:
    board = one(json.dumps(document))
    assert isinstance(board, BoardDocument)
    assert (board.container, board.name, board.pointer_base, board.file) == (container, name, "", "f.json")
    assert (board.data, board.unfixable) == (document, None)
    assert (board.resource is not None) == (container == "kubernetes")
    assert read_board(board.data).title == "T"


def test_boards_of_a_list_of_resources() -> None:
    items = [resource("Dashboard", spec=BOARD), resource("Folder"), resource("Dashboard", spec=V2 | {"title": "U"})]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": items}, indent=1)
    first, second = found(text)
    assert (first.pointer_base, second.pointer_base) == ("/items/0", "/items/2")
    assert (first.container, second.data["spec"]["title"]) == ("kubernetes", "U")
    place = second.place("/spec/title")
    assert second.source.line(place.line)[place.column - 1 : place.end_column - 1] == '"U"'


def test_boards_of_a_plain_list() -> None:
    first, second = found(json.dumps([5, BOARD, {"name": "x"}, {"dashboard": BOARD}]))
    assert (first.pointer_base, first.container, second.pointer_base, second.container) == (
        "/1",
        "list",
        "/3",
        "wrapped",
    )
    assert first.pointer("/title") == "/1/title"


DASHBOARDS_IN_YAML = """\
apiVersion: dashboard.grafana.app/v1beta1
kind: Dashboard
metadata: {name: a}
spec: {title: A, panels: []}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
---
# the second
apiVersion: dashboard.grafana.app/v2
kind: Dashboard
metadata: {name: b}
spec:
  title: B
  elements: {}
  layout: {}
"""


def test_resources_in_a_yaml_file_of_several_documents() -> None:
    first, second = found(DASHBOARDS_IN_YAML, "f.yaml")
    assert [(each.name, each.place("/spec/title").line) for each in (first, second)] == [("a", 4), ("b", 15)]
    assert first.unfixable == "it stands in YAML, and only JSON is mended"


CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: boards
  labels: {grafana_dashboard: "1"}
data:
  readme.txt: hello
  a.json: |-
    {
      "title": "A",
      "panels": [
        {"title": "a \\"b\\"", "targets": [{"expr": "up"}]}
      ]
    }
  b/c.json: "{\\"title\\": \\"B\\",\\n \\"panels\\": []}"
  d.json: >
    {"title": "D",

    "panels": []}
  other.json: '{"name": "no board"}'
  sources.yaml: |
    apiVersion: 1
    datasources:
      - name: P
        type: prometheus
"""


def cut(document: Document, pointer: str, span: tuple[int, int] | None = None, *, key: bool = False) -> tuple[int, str]:
    place = document.place(pointer, span, key=key)
    assert place.line == place.end_line
    return place.line, document.source.line(place.line)[place.column - 1 : place.end_column - 1]


def test_the_texts_of_a_config_map() -> None:
    a, b, d, sources = found(CONFIG_MAP, "f.yaml")
    assert [each.pointer_base for each in (a, b, d)] == ["/data/a.json", "/data/b~1c.json", "/data/d.json"]
    assert [each.name for each in (a, b, d, sources)] == ["a.json", "b/c.json", "d.json", "sources.yaml"]
    assert {each.container for each in (a, b, d, sources)} == {"configmap"}
    assert {each.unfixable for each in (a, b, d)} == {"it stands in a text of another document"}
    assert a.resource.labels == {"grafana_dashboard": "1"}
    assert a.resource is b.resource
    assert isinstance(sources, SourcesDocument)


def test_places_inside_the_texts_of_a_config_map_are_those_of_the_file() -> None:
    a, b, d, sources = found(CONFIG_MAP, "f.yaml")
    assert cut(a, "/title") == (10, '"A"')
    assert cut(a, "/panels/0/targets/0/expr", (0, 2)) == (12, "up")
    assert cut(a, "/panels/0/title", (2, 5)) == (12, '\\"b\\"')
    assert cut(a, "/panels/0/targets", key=True) == (12, '"targets"')
    assert cut(b, "/title") == (15, '\\"B\\"')
    assert cut(b, "/title", (0, 1)) == (15, "B")
    assert cut(b, "/panels") == (15, "[]")
    assert cut(d, "/panels") == (19, "[]")
    assert cut(sources, "/datasources/0/type", (0, 4)) == (25, "prom")
    assert a.pointer("/panels/0") == "/data/a.json/panels/0"


def test_a_config_map_in_json() -> None:
    text = json.dumps(
        {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a.json": json.dumps({"title": "é😀", "panels": []})}}
    )
    board = one(text)
    assert cut(board, "/title", (1, 2))[1] == "\\\\ud83d\\\\ude00"


@pytest.mark.parametrize("label", ["grafana_dashboard", "other"])
def test_broken_json_in_a_config_map_has_its_place_in_the_file(label: str) -> None:
    head = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{labels: {{{label}: x}}}}\n"
    text = f"{head}data:\n  a.json: |\n    {{\n      5: 1}}\n"
    broken = one(text, "f.yaml")
    if label == "other":
        # The text says nothing of Grafana: it may be anybody's.
        assert broken.rule == "file/not-a-dashboard"
    else:
        assert (broken.rule, broken.line, broken.column, broken.pointer) == ("file/json", 7, 7, "/data/a.json")


def test_a_key_that_comes_twice_in_a_carried_board() -> None:
    finding, board = found(OPERATOR.replace('"panels": []', '"title": "P", "panels": []'), "f.yaml")
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("file/duplicate-key", "warning", 9, 7)
    assert (finding.pointer, board.data["title"]) == ("/spec/json", "P")


def test_packed_boards_stand_where_their_text_does() -> None:
    packed = base64.b64encode(gzip.compress(TEXT.encode(), mtime=0)).decode()
    operator = {
        "apiVersion": "grafana.integreatly.org/v1beta1",
        "kind": "GrafanaDashboard",
        "metadata": {"name": "packed"},
        "spec": {"gzipJson": packed[:20] + "\n" + packed[20:]},
    }
    board = one(json.dumps(operator))
    assert (board.data, board.container, board.name) == (BOARD, "operator", "packed")
    assert board.place("/panels/0", (0, 1)) == board.source.place("/spec/gzipJson")
    config_map = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "binaryData": {"a.json": base64.b64encode(TEXT.encode()).decode()},
    }
    board = one(json.dumps(config_map))
    assert (board.data, board.pointer_base) == (BOARD, "/binaryData/a.json")
    assert board.place("/title") == board.source.place("/binaryData/a.json")
    assert board.resource.data_bytes == len(TEXT.encode())


@pytest.mark.parametrize(
    ("packed", "rule"),
    [
        ("*not base64*", "file/packed"),
        (base64.b64encode(b"not gzip").decode(), "file/packed"),
        (base64.b64encode(gzip.compress(TEXT.encode(), mtime=0)[:-9]).decode(), "file/packed"),
        (base64.b64encode(gzip.compress(b"\xff\xfe", mtime=0)).decode(), "file/packed"),
        (base64.b64encode(gzip.compress(b'{"a": ', mtime=0)).decode(), "file/json"),
        (base64.b64encode(gzip.compress(b" " * 5000, mtime=0)).decode(), "file/too-large"),
    ],
)
def test_packed_boards_that_cannot_be_read(packed: str, rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried, "MOST_UNZIPPED", 4096)
    operator = {
        "apiVersion": "grafana.integreatly.org/v1beta1",
        "kind": "GrafanaDashboard",
        "spec": {"gzipJson": packed},
    }
    finding = one(json.dumps(operator))
    assert (finding.rule, finding.severity, finding.line, finding.pointer) == (rule, "error", 1, "/spec/gzipJson")


OPERATOR = """\
apiVersion: grafana.integreatly.org/v1beta1
kind: GrafanaDashboard
metadata:
  name: one
spec:
  json: >
    {
      "title": "O",
      "panels": []
    }
"""


def test_a_resource_of_the_operator() -> None:
    board = one(OPERATOR, "f.yml")
    assert (board.container, board.name, board.pointer_base) == ("operator", "one", "/spec/json")
    assert cut(board, "/title", (0, 1)) == (8, "O")


def test_a_manifest_of_the_operator() -> None:
    manifest = {
        "apiVersion": "grafana.integreatly.org/v1beta1",
        "kind": "GrafanaManifest",
        "metadata": {"name": "m"},
        "spec": {"template": {**resource("Dashboard", spec=V2), "apiVersion": "dashboard.grafana.app/v2"}},
    }
    board = one(json.dumps(manifest))
    assert (board.container, board.pointer_base, board.data["kind"]) == ("operator", "/spec/template", "Dashboard")
    manifest["spec"]["template"] = resource("Folder", spec={})
    assert one(json.dumps(manifest)).rule == "file/not-a-dashboard"


@pytest.mark.parametrize("key", ["url", "configMapRef", "grafanaCom", "jsonnet", "oci"])
def test_a_dashboard_that_is_kept_elsewhere(key: str) -> None:
    finding = one(f"apiVersion: g/v1\nkind: GrafanaDashboard\nspec:\n  {key}: {{x: y}}\n", "f.yaml", named=False)
    assert (finding.rule, finding.severity, finding.line) == ("file/elsewhere", "info", 4)
    assert finding.message == f"its dashboard is not in the file (spec.{key})"


SOURCES = """\
apiVersion: 1
prune: true
deleteDatasources:
  - {name: Old, orgId: 1}
datasources:
  - name: P
    type: prometheus
    url: http://p
  - null
  - name: L
    type: loki
"""


def test_data_sources() -> None:
    sources = one(SOURCES, "f.yaml")
    assert isinstance(sources, SourcesDocument)
    assert [(entry.pointer, entry.data["name"]) for entry in sources.entries] == [
        ("/datasources/0", "P"),
        ("/datasources/2", "L"),
    ]
    assert [entry.data["name"] for entry in sources.deleted] == ["Old"]
    assert (sources.api_version, sources.prune, sources.container, sources.expands) == (1, True, "plain", True)
    assert cut(sources, "/datasources/2/type") == (11, "loki")


@pytest.mark.parametrize(
    "text",
    [
        "datasources:\n- {name: P, type: prometheus, url: u}\n",
        "apiVersion: '1'\ndatasources: []\n",
        "apiVersion: 1\ndatasources:\n",
        "apiVersion: 1\ndeleteDatasources: [{name: P}]\n",
        '{"apiVersion": 1, "datasources": []}',
    ],
)
def test_other_files_of_data_sources(text: str) -> None:
    assert isinstance(one(text, "f.yaml", named=False), SourcesDocument)


def test_a_data_source_of_the_operator() -> None:
    text = "apiVersion: g/v1beta1\nkind: GrafanaDatasource\nmetadata: {name: n}\nspec:\n  datasource:\n    type: loki\n"
    sources = one(text, "f.yaml")
    assert isinstance(sources, SourcesDocument)
    assert (sources.container, sources.name, sources.expands) == ("operator", "n", False)
    assert [(entry.pointer, entry.data) for entry in sources.entries] == [("/spec/datasource", {"type": "loki"})]


def test_providers() -> None:
    text = "apiVersion: 1\nproviders:\n- name: p\n  type: file\n  options: {path: /x}\n"
    providers = one(text, "f.yaml", named=False)
    assert isinstance(providers, ProvidersDocument)
    assert [entry.pointer for entry in providers.entries] == ["/providers/0"]
    assert providers.api_version == 1


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        ("apiVersion: 1\ngroups: []\n", "a provisioning file of alerting"),
        ("apiVersion: 1\ncontactPoints: []\n", "a provisioning file of alerting"),
        ("apiVersion: 1\napps: []\n", "a provisioning file of plugins"),
        ("apiVersion: 1\n", "a provisioning file without entries"),
    ],
)
def test_other_provisioning_is_recognised_and_passed_over(text: str, likeness: str) -> None:
    finding = one(text, "f.yaml")
    assert (finding.rule, finding.severity, finding.message) == (
        "file/not-judged",
        "info",
        f"{likeness}, which is not judged",
    )
    assert one(text, "f.yaml", named=False) == PassedOver("f.yaml", likeness)


NOT_OURS: list[tuple[str, str, str]] = [
    ("package.json", '{"name": "x", "version": "1"}', "an object with name, version"),
    ("f.json", "[]", "an empty list"),
    ("f.json", "[1, 2]", "a list of 2 entries"),
    ("f.json", "5", "a number"),
    ("f.json", '"panels"', "text"),
    ("f.json", "null", "null"),
    ("f.json", '{"type": "stat", "targets": [], "gridPos": {}}', "a single panel"),
    ("f.yaml", "a: 1\n---\nb: 2\n", "an object with a"),
    ("f.yaml", "groups:\n- name: g\n  rules: []\n", "a file of rule groups"),
    ("f.yaml", "apiVersion: apps/v1\nkind: Deployment\n", "a resource of kind Deployment (apps/v1)"),
    ("f.yaml", "apiVersion: v1\nkind: ConfigMap\ndata: {a: b}\n", "a ConfigMap without a dashboard"),
    (
        "f.yaml",
        "apiVersion: v1\nkind: ConfigMap\ndata: {a.json: '{}', b.json: [], c.yaml: ''}\n",
        "a ConfigMap without",
    ),
    (
        "f.yaml",
        "apiVersion: g/v1\nkind: GrafanaDashboard\nspec: {json: ' '}\n",
        "a GrafanaDashboard without a dashboard",
    ),
    ("f.yaml", "just words\n", "text"),
    ("README", "just words\n", "text"),
]


@pytest.mark.parametrize(("file", "text", "likeness"), NOT_OURS)
def test_what_is_not_about_grafana_is_a_finding_only_when_it_is_named(file: str, text: str, likeness: str) -> None:
    finding = one(text, file)
    assert (finding.rule, finding.severity, finding.line) == ("file/not-a-dashboard", "error", 1)
    assert finding.message.startswith(f"not a dashboard, but {likeness}")
    assert finding.fix
    passed = one(text, file, named=False)
    assert isinstance(passed, PassedOver)
    assert passed.likeness.startswith(likeness)


def test_a_dashboard_resource_without_a_spec_is_a_finding_everywhere() -> None:
    finding = one(json.dumps(resource("Dashboard")), named=False)
    assert (finding.rule, finding.message) == (
        "file/not-a-dashboard",
        "not a dashboard, but a Dashboard resource without a spec",
    )


@pytest.mark.parametrize(
    ("text", "said", "line", "column"),
    [
        ("{", "the text ends too early", 1, 2),
        ('{"a": [1, 2', "the text ends too early", 1, 12),
        ('{"a": 1,\n', "the text ends too early", 1, 9),
        ('{"a": 1,\n}', "a comma has nothing after it", 1, 8),
        ("[1, 2 , ]", "a comma has nothing after it", 1, 7),
        ('{"a": 1 "b": 2}', "a comma is missing", 1, 9),
        ('{"a" 1}', "a colon is missing after a key", 1, 6),
        ("{a: 1}", "a key in double quotes is missing", 1, 2),
        ("{'a': 1}", "a single quote stands where a double quote belongs", 1, 2),
        ('{"a": }', "a value is missing", 1, 7),
        ('{"a": "x\n"}', "a line break or another control character stands inside a text", 1, 9),
        ('{"a": "x}', "a text in quotes has no end", 1, 7),
        ('{"a": "\\x"}', "an unknown escape", 1, 8),
        ('{"a": "\\u12"}', "an unfinished escape", 1, 9),
        ("{} {}", "there is more after the end of the document", 1, 4),
        ('{\n// why\n"a": 1}', "a comment, which JSON does not know", 2, 1),
        ('{"panels": [\nNaN, Infinity]}', "NaN is no value", 2, 1),
        ('{"panels": "NaN", "a": -Infinity}', "-Infinity is no value", 1, 24),
        ('{"a": NaNs}', "NaN is no value", 1, 7),
        ("<html>", "a value is missing", 1, 1),
        ("title: panels", "a value is missing", 1, 1),
    ],
)
def test_broken_json_is_one_finding_with_its_place(text: str, said: str, line: int, column: int) -> None:
    finding = one(text)
    assert (finding.rule, finding.severity) == ("file/json", "error")
    assert finding.message == f"not valid JSON: {said}"
    assert (finding.line, finding.column) == (line, column)
    assert finding.fix


def test_broken_json_in_a_folder_is_a_finding_but_other_tools_files_are_not() -> None:
    assert one('{"title": ', named=False).rule == "file/json"
    commented = '{\n  // TypeScript reads this\n  "compilerOptions": {}\n}'
    assert one(commented, "tsconfig.json", named=False) == PassedOver("tsconfig.json", "JSON with comments")
    assert one(commented, "tsconfig.json").rule == "file/json"
    assert one('{\n  // mine\n  "panels": []\n}', named=False).rule == "file/json"


HELM = "{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n"


def test_templates() -> None:
    finding = one(HELM, "f.yaml")
    assert (finding.rule, finding.severity) == ("file/template", "error")
    assert one(HELM, "f.yaml", named=False) == PassedOver("f.yaml", "a template")
    finding = one(HELM + "grafana_dashboard: 1\n", "f.yaml", named=False)
    assert (finding.rule, finding.severity) == ("file/template", "info")
    # Legends look alike, but are none.
    assert one("title: [{{ pod }}\npanels", "f.yaml", named=False).rule == "file/yaml"


def test_broken_yaml_is_one_finding() -> None:
    finding = one("a: 1\nb: c: d\n", "f.yaml", named=False)
    assert (finding.rule, finding.severity, finding.line) == ("file/yaml", "error", 2)
    assert finding.message.startswith("not valid YAML: mapping values are not allowed")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_an_empty_file(content: bytes) -> None:
    finding = one(content)
    assert (finding.rule, finding.severity, finding.message) == ("file/empty", "error", "the file is empty")
    assert one(content, named=False) == finding
    assert one(content, "f.yaml").rule == "file/empty"
    assert one(content, "f.yaml", named=False) == PassedOver("f.yaml", "an empty file")


def test_yaml_of_nothing_but_comments() -> None:
    assert one("# nothing\n---\n", "f.yaml").rule == "file/empty"
    assert one("# nothing\n---\n", "f.yaml", named=False) == PassedOver("f.yaml", "an empty file")


@pytest.mark.parametrize(
    ("encoding", "named_as"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16BE"),
        ("utf-32", "UTF-32"),
        ("utf-32-le", "UTF-32LE"),
        ("utf-32-be", "UTF-32BE"),
    ],
)
def test_other_unicode(encoding: str, named_as: str) -> None:
    finding = one(TEXT.encode(encoding))
    assert (finding.rule, finding.severity) == ("file/encoding", "error")
    assert finding.message == f"the text is {named_as}, not UTF-8"
    assert finding.fix == f"save it as UTF-8: iconv -f {named_as} -t UTF-8"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_bytes_that_are_not_utf_8_have_a_place(bom: bytes, newline: bytes) -> None:
    finding = one(bom + b'{"panels": [],' + newline + '"a": "é'.encode() + "ü".encode("latin-1") + b'"}')
    assert (finding.rule, finding.severity) == ("file/encoding", "error")
    assert "byte 0xFC stands for no character" in finding.message
    assert (finding.line, finding.column, finding.end_column) == (2, 8, 9)
    assert one(bom + b"\xff{}").column == 1


def test_a_byte_order_mark_is_said_and_the_board_is_read() -> None:
    finding, board = found(b"\xef\xbb\xbf" + TEXT.encode())
    assert (finding.rule, finding.severity, finding.line) == ("file/bom", "error", 1)
    assert "Grafana cannot load it" in finding.message
    assert board.data == BOARD
    assert board.place("").column == 1
    assert board.source.text.to_bytes() == b"\xef\xbb\xbf" + TEXT.encode()
    finding, sources = found(b"\xef\xbb\xbf" + SOURCES.encode(), "f.yaml")
    assert (finding.rule, finding.severity) == ("file/bom", "warning")
    assert isinstance(sources, SourcesDocument)


def test_a_byte_order_mark_inside_a_text() -> None:
    finding = one(json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a.json": "\ufeff" + TEXT}}))
    assert (finding.rule, finding.pointer) == ("file/bom", "/data/a.json")


def test_a_key_that_comes_twice() -> None:
    finding, board = found('{"panels": [],\n "title": "a",\n "title": "b", "panels": []}')
    assert (finding.rule, finding.severity, finding.line, finding.column) == ("file/duplicate-key", "warning", 3, 2)
    assert finding.message == 'the key "title" comes twice in one object; 1 more like it in the file'
    assert board.data["title"] == "b"
    assert isinstance(one('{"a": 1, "a": 2}', named=False), PassedOver)
    finding, _ = found("apiVersion: 1\ndatasources: []\ndatasources: []\n", "f.yaml")
    assert (finding.rule, finding.severity, finding.line) == ("file/duplicate-key", "error", 3)


def test_depth() -> None:
    deep = '{"panels": ' + "[" * 199 + "]" * 199 + "}"
    assert isinstance(one(deep), BoardDocument)
    for text in (deep.replace("[", "[[", 1).replace("]", "]]", 1), "[" * 200_000, '{"a":[' * 100_000 + "NaN"):
        finding = one(text)
        assert (finding.rule, finding.message) == ("file/depth", "nested deeper than 200 levels")
        assert text[finding.column - 1] in "[{"
        assert text[: finding.column].count("[") + text[: finding.column].count("{") == 201


def test_numbers_without_end() -> None:
    board = one('{"panels": [], "a": ' + "9" * 100_000 + ', "b": 1e999, "c": ' + "9" * 3000 + "}")
    assert board.data["a"] == float("inf")
    assert board.data["c"] == int("9" * 3000)


def test_half_a_character() -> None:
    board = one('{"panels": [], "title": "\\ud800x"}')
    assert board.data["title"] == "\ud800x"
    assert cut(board, "/title", (0, 1)) == (1, "\\ud800")


def test_format_is_told_by_the_name_or_the_first_sign() -> None:
    assert isinstance(one(TEXT, "-"), BoardDocument)
    assert isinstance(one(TEXT, "board.txt"), BoardDocument)
    assert isinstance(one(SOURCES, "-"), SourcesDocument)
    assert one(TEXT, "f.yaml").source.format == "json"
    assert one("{title: T, panels: [1,]}", "f.yaml").source.format == "yaml"
    assert one("{title: T, panels: [1,]}", "-").rule == "file/json"
    assert one(TEXT, "-").unfixable == "it came by standard input"


def test_a_board_that_stands_in_no_file() -> None:
    from generator.render.render import to_bytes

    board = BoardDocument.of({"title": "é", "panels": [{"b": 1, "a": "x"}]}, "https://grafana/d/1")
    assert board.source.text.to_bytes() == to_bytes(board.data)
    assert (board.file, board.unfixable) == ("https://grafana/d/1", "it stands in no file")
    assert cut(board, "/panels/0/a", (0, 1)) == (4, "x")


def test_findings_and_documents_say_their_file() -> None:
    for entry in [*found("[", "a/b.json"), *found(TEXT, "a/b.json"), *found(b"\xff", "a/b.json")]:
        assert isinstance(entry, (Finding, Document))
        assert entry.file == "a/b.json"


SPLICES = st.sampled_from(
    [
        b"",
        b"{",
        b"]",
        b'"',
        b"\n",
        b"\xff",
        b"\0",
        b"&a ",
        b"*a",
        b"- ",
        b": ",
        b"<<: ",
        b"|\n",
        b"NaN",
        b"\xef\xbb\xbf",
    ]
)


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from([TEXT, CONFIG_MAP, OPERATOR, SOURCES, DASHBOARDS_IN_YAML, HELM]),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 9), SPLICES), min_size=1, max_size=4),
    st.sampled_from(["f.json", "f.yaml", "-"]),
    st.booleans(),
)
def test_a_file_broken_anyhow(text: str, cuts: list[tuple[int, int, bytes]], file: str, named: bool) -> None:
    data = text.encode()
    for start, length, new in cuts:
        start %= len(data) + 1
        data = data[:start] + new + data[start + length :]
    entries = found(data, file, named=named)
    assert entries
    for entry in entries:
        if isinstance(entry, Finding):
            assert entry.rule.startswith("file/")
            assert "\n" not in entry.message
            assert entry.fix
        elif isinstance(entry, Document):
            assert resolve(entry.data, "") is entry.data
            for pointer in ("", "/title", "/panels/0/id", "/spec/title", "/datasources/0/name"):
                for span in (None, (0, 3)):
                    place = entry.place(pointer, span)
                    assert (1, 1) <= (place.line, place.column) <= (place.end_line, place.end_column)
