"""`generator.toml`: what is read, what holds by default, and what every mistake is told."""

from __future__ import annotations

import re
from pathlib import Path
from types import MappingProxyType

import pytest

from generator.config import (
    Activity,
    DataSourceSettings,
    Expectation,
    Folder,
    GrafanaContext,
    Project,
    Service,
    Tenant,
    load,
    parse,
)
from generator.config.model import SOURCES
from generator.errors import Exit, UsageError

SHOP = """\
[project]
name = "Shop"
uid = "shop"

[tenants.seoul]
backend = ["shop-api"]
"""


def refusal(text: str, path: Path | None = None) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        parse(text, path)
    assert caught.value.exit_code is Exit.USAGE
    assert "\n" not in caught.value.summary + caught.value.fix
    return caught.value.summary, caught.value.fix


class TestOwn:
    """The AKS Demo, which nothing else names."""

    def test_project_and_tenants(self) -> None:
        config = load(None)
        assert config.path is None
        assert config.project == Project("AKS Demo", "aks-demo", Folder("aks-demo", "AKS Demo"), editable=False)
        assert config.tenants == tuple(
            Tenant(name, (name,), (Service(f"{name}-backend", "backend"), Service(f"{name}-frontend", "frontend")))
            for name in ("hyunjun", "jiwoo")
        )

    def test_activities(self) -> None:
        assert [(a.title, a.method, a.route, a.auth) for a in load(None).activities] == [
            ("Login", "POST", "/api/login", True),
            ("Sign-up", "POST", "/api/register", True),
            ("Logout", "POST", "/api/logout", True),
            ("Save", "POST", "/api/db/message", False),
            ("List", "GET", "/api/db/messages", False),
            ("Search", "GET", "/api/db/messages/search", False),
            ("Log query", "GET", "/api/logs/kafka", False),
        ]

    def test_kafka_is_not_expected_of_jiwoo(self) -> None:
        assert load(None).expectation("kafka.lag") == Expectation(expected=False, tenants=("jiwoo",))
        assert load(None).expectation("redis.up") == Expectation(expected=True)

    def test_what_its_comments_show_as_defaults_is_accepted(self) -> None:
        own = Path(__file__).parents[2] / "generator.toml"
        lines = own.read_text(encoding="utf-8").splitlines()
        keys = [
            line[2:] if line.startswith(("# [", "# ")) and (" = " in line or "# [" in line) else line for line in lines
        ]
        config = parse("\n".join(keys), own)
        assert config.contexts["staging"].url == "https://grafana.example.com"
        assert config.datasources == load(None).datasources
        assert config.project == load(None).project
        assert (config.profile, config.export_interval) == ("portable", 60)


class TestDefaults:
    def test_generic_values(self) -> None:
        config = parse(SHOP, None)
        assert (config.profile, config.export_interval, config.cluster) == ("portable", 60, "")
        assert config.redis_log_list == "kafka_logs"
        assert config.activities == ()
        assert config.expectations == {}
        assert config.contexts == {}

    def test_data_sources_in_the_order_of_their_pickers(self) -> None:
        assert tuple(parse(SHOP, None).datasources.items()) == (
            ("prometheus", DataSourceSettings("prometheus", "Prometheus", "http://prometheus:9090")),
            ("loki", DataSourceSettings("loki", "Loki", "http://loki:3100")),
            ("tempo", DataSourceSettings("tempo", "Tempo", "http://tempo:3200")),
        )
        assert tuple(parse(SHOP, None).datasources) == SOURCES

    @pytest.mark.parametrize(
        ("kind", "names"),
        [
            ("user_action", ["trackUserAction", "user_action", "userAction", "user.action.click", "User Action"]),
            ("api_call", ["trackApiCall", "api_call", "apiCall", "API call", "api-call /api/login"]),
            ("page_view", ["trackPageView", "page_view", "pageView", "page.transition", "route_change"]),
            ("component", ["component.mounted", "Component mount", "Vue.mounted", "vue-mounted"]),
            ("auth", ["user.login", "user.logout", "user.register", "user_signup", "auth.check"]),
        ],
    )
    def test_span_names_in_their_spellings(self, kind: str, names: list[str]) -> None:
        pattern = "|".join(getattr(parse(SHOP, None).tracing, kind))
        assert [name for name in names if not re.fullmatch(pattern, name)] == []
        assert not re.fullmatch(pattern, "POST /api/login")
        assert not re.fullmatch(pattern, "click")

    def test_a_key_replaces_only_its_own_list(self) -> None:
        text = SHOP + '[tracing]\nauth = ["session[.].*"]\n[events]\nclick = ["tap"]\n'
        config, default = parse(text, None), parse(SHOP, None)
        assert config.tracing.auth == ("session[.].*",)
        assert config.tracing.api_call == default.tracing.api_call
        assert config.events.click == ("tap",)
        assert config.events.login == default.events.login == ("login",)

    def test_no_tenant_is_left_over_from_the_demo(self) -> None:
        assert [service.name for service in parse(SHOP, None).services()] == ["shop-api"]


class TestValues:
    def test_everything_that_can_be_said(self) -> None:
        config = parse(
            """
            [project]
            name = "가게"
            uid = "shop"
            editable = true
            folder = { uid = "team", title = "Team" }
            [telemetry]
            profile = "mimir"
            export_interval = "1m30s"
            cluster = "aks-145"
            redis_log_list = "latest"
            [tenants.seoul]
            namespaces = ["shop", "shop-jobs"]
            frontend = ["web"]
            backend = ["api", "jobs"]
            [activities.pay]
            method = "POST"
            route = "/pay/<int:order>"
            [activities.sign-in]
            title = "Enter"
            method = "POST"
            route = "/session"
            auth = true
            [datasources.loki]
            uid = "logs"
            url = "https://loki.example.com/tenant/"
            org_id = "a|b"
            json_data = { maxLines = 500, nested = { list = [1, 2.5, true, "x"] } }
            [contexts.staging]
            url = "https://grafana.example.com/grafana/"
            org_id = 2
            folder = { uid = "preview" }
            """,
            Path("shop.toml"),
        )
        assert config.path == Path("shop.toml")
        assert config.project == Project("가게", "shop", Folder("team", "Team"), editable=True)
        assert (config.profile, config.export_interval) == ("mimir", 90)
        assert (config.cluster, config.redis_log_list) == ("aks-145", "latest")
        services = (Service("api", "backend"), Service("jobs", "backend"), Service("web", "frontend"))
        assert config.tenants == (Tenant("seoul", ("shop", "shop-jobs"), services),)
        assert config.activities == (
            Activity("pay", "Pay", "POST", "/pay/<int:order>"),
            Activity("sign-in", "Enter", "POST", "/session", auth=True),
        )
        loki = config.datasources["loki"]
        assert (loki.uid, loki.name, loki.org_id) == ("logs", "Loki", "a|b")
        assert loki.url == "https://loki.example.com/tenant"
        assert loki.json_data == {"maxLines": 500, "nested": {"list": [1, 2.5, True, "x"]}}
        assert config.contexts == {
            "staging": GrafanaContext("staging", "https://grafana.example.com/grafana", 2, Folder("preview", "Team"))
        }
        assert isinstance(config.contexts, MappingProxyType)

    @pytest.mark.parametrize(
        ("written", "seconds"), [("15s", 15), ("1m", 60), ("1m30s", 90), ("90s", 90), ("1h", 3600), ("0m10s", 10)]
    )
    def test_durations(self, written: str, seconds: int) -> None:
        assert parse(f'{SHOP}[telemetry]\nexport_interval = "{written}"\n', None).export_interval == seconds

    @pytest.mark.parametrize(
        "written",
        [
            "[signals.kafka]\nexpected = false\n[signals.kafka.lag]\nexpected = true",
            '[signals.kafka]\nexpected = false\n[signals."kafka.lag"]\nexpected = true',
            '[signals]\nkafka.expected = false\n"kafka.lag".expected = true',
            "[signals]\nkafka = { expected = false, lag = { expected = true } }",
        ],
    )
    def test_signals_in_every_notation(self, written: str) -> None:
        config = parse(f"{SHOP}{written}\n", None)
        assert config.expectations == {"kafka": Expectation(expected=False), "kafka.lag": Expectation(expected=True)}
        assert not config.expectation("kafka.up").expected
        assert config.expectation("kafka.lag").expected

    def test_a_signal_of_some_tenants(self) -> None:
        config = parse(f'{SHOP}[signals.kafka]\nexpected = false\ntenants = ["seoul"]\n', None)
        assert config.expectation("kafka.up") == Expectation(expected=False, tenants=("seoul",))

    def test_windows_line_ends(self) -> None:
        assert parse(SHOP.replace("\n", "\r\n"), None) == parse(SHOP, None)


class TestUnknownKeys:
    @pytest.mark.parametrize(
        ("added", "summary", "fix"),
        [
            (
                "[tennants.busan]",
                'generator.toml:7: unknown key "tennants" in the top level; did you mean "tenants"?',
                (
                    "known here: project, telemetry, tenants, activities, signals, tracing, events, datasources, "
                    "validate, contexts"
                ),
            ),
            (
                '[telemetry]\nprofil = "stable"',
                'generator.toml:8: unknown key "profil" in [telemetry]; did you mean "profile"?',
                "known here: profile, export_interval, cluster, redis_log_list",
            ),
            (
                "[datasources]\nloki.jsonData = { maxLines = 5 }",
                'generator.toml:8: unknown key "jsonData" in [datasources.loki]; did you mean "json_data"?',
                "known here: uid, name, url, org_id, json_data",
            ),
            (
                '[contexts.staging]\nurl = "https://g.example.com"\nfolder = { uid = "x", titel = "X" }',
                'generator.toml:9: unknown key "titel" in [contexts.staging.folder]; did you mean "title"?',
                "known here: uid, title",
            ),
            (
                '[tenants.busan]\n"back end" = ["x"]',
                'generator.toml:8: unknown key "back end" in [tenants.busan]; did you mean "backend"?',
                "known here: namespaces, backend, frontend",
            ),
            (
                "[signals.kafka]\nexpectd = false",
                'generator.toml:8: unknown key "expectd" in [signals.kafka]; did you mean "expected"?',
                "known here: expected, tenants",
            ),
            (
                '[signals."kafka.lag"]\nenabled = false',
                'generator.toml:8: unknown key "enabled" in [signals."kafka.lag"]',
                "known here: expected, tenants",
            ),
            (
                "[datasources.mimir]",
                'generator.toml:7: unknown key "mimir" in [datasources]',
                "known here: prometheus, loki, tempo",
            ),
            (
                '[telemetry]\n"a\\nb" = 1',
                'generator.toml:8: unknown key "a\\nb" in [telemetry]',
                "known here: profile, export_interval, cluster, redis_log_list",
            ),
        ],
    )
    def test_named_with_the_nearest(self, added: str, summary: str, fix: str) -> None:
        assert refusal(f"{SHOP}{added}\n") == (summary, fix)

    def test_comes_before_what_it_makes_missing(self) -> None:
        text = '[projct]\nname = "Shop"\nuid = "shop"\n[tenants.seoul]\nbackend = ["api"]\n'
        summary, _ = refusal(text)
        assert summary == 'generator.toml:1: unknown key "projct" in the top level; did you mean "project"?'

    def test_the_first_of_several(self) -> None:
        summary, _ = refusal(f"{SHOP}[tracing]\nxyz = []\n[events]\nzyx = []\n")
        assert summary == 'generator.toml:8: unknown key "xyz" in [tracing]'


UID_FIX = (
    'use letters, digits, - and _, at most 28 of them: with "-traces-logs" after it, it has to fit the 40 that Grafana '
    "allows"
)
ROUTE_FIX = 'use the path as the backend declares it, / first, without host, query, quotes and $: "/api/login"'
PROJECT = '[project]\nname = "Shop"\nuid = "shop"\n'


class TestBadValues:
    @pytest.mark.parametrize(
        ("text", "summary", "fix"),
        [
            (
                "",
                '1: the top level lacks "project"',
                "add project: write [project] with a name and a uid",
            ),
            (
                PROJECT,
                '1: the top level lacks "tenants"',
                "add tenants: write [tenants.NAME] with the services of its backend and frontend",
            ),
            (
                PROJECT + "[tenants]\n",
                "4: tenants is an empty table, not a table of at least one tenant",
                "write [tenants.NAME] with the services of its backend and frontend",
            ),
            (
                SHOP.replace('uid = "shop"\n', ""),
                '1: [project] lacks "uid"',
                f"add uid: {UID_FIX}",
            ),
            (
                SHOP.replace('name = "Shop"\n', ""),
                '1: [project] lacks "name"',
                "add name: write one line of text in quotes, without space around it",
            ),
            (
                SHOP.replace('"shop"', '"my shop"'),
                '3: project.uid is "my shop", not a project\'s uid',
                UID_FIX,
            ),
            (
                SHOP.replace('"Shop"', '" "'),
                '2: project.name is " ", not a line of text',
                "write one line of text in quotes, without space around it",
            ),
            (
                f'{SHOP}[activities.pay]\nmethod = "POST"',
                '7: [activities.pay] lacks "route"',
                f"add route: {ROUTE_FIX}",
            ),
        ],
    )
    def test_of_whole_files(self, text: str, summary: str, fix: str) -> None:
        assert refusal(text) == (f"generator.toml:{summary}", fix)

    @pytest.mark.parametrize(
        ("added", "summary"),
        [
            ("[[tenants.busan]]", "7: tenants.busan is a list, not a table"),
            ("[tenants.busan]\nbackend = 'api'", '8: tenants.busan.backend is "api", not a list of services'),
            (
                "[tenants.busan]\nbackend = [\n  'api',\n  'a b',\n]",
                '10: tenants.busan.backend[1] is "a b", not a service\'s name',
            ),
            ("[tenants.Busan]", "7: Busan in [tenants] is not a tenant's name"),
            ('[tenants."b c"]', '7: "b c" in [tenants] is not a tenant\'s name'),
            (
                "[tenants.busan]\nbackend = ['api']\nnamespaces = []",
                "9: tenants.busan.namespaces is an empty list, not a list of at least one namespace",
            ),
            (
                "[tenants.busan]\nbackend = ['api']\nnamespaces = ['a', 'b', 'a']",
                '9: tenants.busan.namespaces names "a" twice',
            ),
            ("[tenants.busan]", "7: tenants.busan has no services"),
            ("[telemetry]\nexport_interval = 60", "8: telemetry.export_interval is 60, not a duration"),
            ("[telemetry]\nexport_interval = '60'", '8: telemetry.export_interval is "60", not a duration'),
            ("[telemetry]\nexport_interval = '0s'", '8: telemetry.export_interval is "0s", not a duration'),
            ("[telemetry]\nexport_interval = ''", '8: telemetry.export_interval is "", not a duration'),
            ("[telemetry]\nexport_interval = '1s1m'", '8: telemetry.export_interval is "1s1m", not a duration'),
            ('[telemetry]\nexport_interval = "15s\\n"', '8: telemetry.export_interval is "15s\\n", not a duration'),
            (
                "[telemetry]\nexport_interval = 07:32:00",
                "8: telemetry.export_interval is a date or time, not a duration",
            ),
            ("[telemetry]\nprofile = ['stable']", "8: telemetry.profile is a list, not a profile"),
            (
                f"[telemetry]\ncluster = '{'c d' * 30}'",
                "8: telemetry.cluster is a text of 90 characters, not a cluster's name",
            ),
            (
                "[activities.pay]\nmethod = 'post'\nroute = '/pay'",
                '8: activities.pay.method is "post", not an HTTP method',
            ),
            ("[activities.pay]\nmethod = 'POST'\nroute = 'pay'", '9: activities.pay.route is "pay", not a route'),
            (
                "[activities.pay]\nmethod = 'POST'\nroute = '/pay'\nauth = 'yes'",
                '10: activities.pay.auth is "yes", not true or false',
            ),
            ("[signals]\nkafka = false", "8: signals.kafka is false, not a table with expected = true or false"),
            ("[signals.kafka]", "7: signals.kafka is an empty table, not a table with expected = true or false"),
            ("[signals.kafka]\ntenants = ['seoul']", '7: [signals.kafka] lacks "expected"'),
            ("[signals.kafka]\nexpected = 'no'", '8: signals.kafka.expected is "no", not true or false'),
            ('[signals."kafka lag"]\nexpected = false', '7: "kafka lag" in [signals] is not a signal\'s id'),
            ("[tracing]\nauth = []", "8: tracing.auth is an empty list, not a list of at least one pattern"),
            (
                "[tracing]\nauth = ['a', 'b(']",
                "8: tracing.auth[1] is not a regular expression: missing ), unterminated subpattern",
            ),
            (
                "[tracing]\nauth = ['^login']",
                "8: tracing.auth[0] has ^ or $ in it, but always stands for the whole name",
            ),
            (
                "[tracing]\nauth = ['(?!x)y']",
                "8: tracing.auth[0] looks around or refers back, which Prometheus, Loki and Tempo cannot do",
            ),
            ("[events]\nclick = 'tap'", '8: events.click is "tap", not a list of at least one value'),
            (
                "[events]\nclick = ['tap|touch']",
                '8: events.click[0] is "tap|touch", not a value of the log field event',
            ),
            ("[datasources.loki]\nuid = 'a.b'", '8: datasources.loki.uid is "a.b", not a Grafana uid'),
            (f"[datasources.loki]\nuid = '{'u' * 41}'", f'8: datasources.loki.uid is "{"u" * 41}", not a Grafana uid'),
            ("[datasources.loki]\norg_id = 1", "8: datasources.loki.org_id is 1, not a tenant of the store"),
            ("[datasources.loki]\nurl = 'loki:3100'", "8: datasources.loki.url is not an http or https address"),
            (
                "[datasources.loki]\nurl = 'http://me@loki:3100'",
                "8: datasources.loki.url has a user or a password in it",
            ),
            (
                "[datasources.loki]\njson_data = { since = 2024-01-01 }",
                "8: datasources.loki.json_data.since is a date or time, not a JSON value",
            ),
            (
                "[datasources.loki]\njson_data.limits = [1.5, inf]",
                "8: datasources.loki.json_data.limits[1] is inf, not a JSON value",
            ),
            (
                "[datasources.loki]\nuid = 'tempo'",
                '8: datasources.loki and datasources.tempo have the same uid "tempo"',
            ),
            ("[contexts.staging]", '7: [contexts.staging] lacks "url"'),
            (
                "[contexts.staging]\nurl = 'ftp://g.example.com'",
                "8: contexts.staging.url is not an http or https address",
            ),
            ("[contexts.staging]\nurl = 'https://'", "8: contexts.staging.url is not an http or https address"),
            (
                "[contexts.staging]\nurl = 'https://g.example.com:99999'",
                "8: contexts.staging.url is not a valid address",
            ),
            (
                "[contexts.staging]\nurl = 'https://g.example.com/?orgId=2'",
                "8: contexts.staging.url has a query or a fragment in it",
            ),
            ("[contexts.staging]\nurl = 'https://g.example.com/a b'", "8: contexts.staging.url has a space in it"),
            (
                "[contexts.staging]\nurl = 'https://g.example.com'\norg_id = true",
                "9: contexts.staging.org_id is true, not an organisation's number",
            ),
            (
                "[contexts.staging]\nurl = 'https://g.example.com'\norg_id = 0",
                "9: contexts.staging.org_id is 0, not an organisation's number",
            ),
            (
                "[contexts.staging]\nurl = 'https://g.example.com'\nfolder.uid = 'general'",
                '9: contexts.staging.folder.uid is "general", not the uid of a folder of your own',
            ),
        ],
    )
    def test_of_keys(self, added: str, summary: str) -> None:
        said, fix = refusal(f"{SHOP}{added}\n")
        assert said == f"generator.toml:{summary}"
        assert fix

    @pytest.mark.parametrize(("length", "fits"), [(28, True), (29, False)])
    def test_the_longest_board_uid_fits(self, length: int, fits: bool) -> None:
        text = SHOP.replace('"shop"', f'"{"u" * length}"')
        assert len("u" * 28 + "-traces-logs") == 40
        if fits:
            assert parse(text, None).project.uid == "u" * length
        else:
            assert "not a project's uid" in refusal(text)[0]


class TestContradictions:
    def test_a_service_of_two_tenants(self) -> None:
        assert refusal(f'{SHOP}[tenants.busan]\nfrontend = [\n  "web",\n  "shop-api",\n]\n') == (
            'generator.toml:10: service "shop-api" stands in tenants.busan.frontend and in tenants.seoul.backend',
            "name each service once: telemetry is told apart by it",
        )

    def test_an_unknown_tenant(self) -> None:
        assert refusal(f'{SHOP}[signals.kafka]\nexpected = false\ntenants = ["Seol"]\n') == (
            'generator.toml:9: signals.kafka.tenants names an unknown tenant "Seol"; did you mean "seoul"?',
            "the tenants of this file: seoul",
        )

    def test_a_signal_in_two_notations(self) -> None:
        text = f'{SHOP}[signals.kafka.lag]\nexpected = false\n[signals."kafka.lag"]\nexpected = true\n'
        assert refusal(text) == (
            'generator.toml:9: the signal "kafka.lag" is written twice, with and without quotes',
            "keep one of the two",
        )

    def test_one_call_for_two_activities(self) -> None:
        pay = 'method = "POST"\nroute = "/pay"\n'
        assert refusal(f"{SHOP}[activities.pay]\n{pay}[activities.buy]\n{pay}") == (
            "generator.toml:10: activities.buy is the same call as activities.pay: POST /pay",
            "keep one of the two: activities are told apart by method and route",
        )


class TestFiles:
    def test_path_is_in_the_messages_and_the_value(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.toml"
        file.write_text(SHOP, encoding="utf-8")
        assert load(file).path == file
        file.write_text(f"{SHOP}[tenant]\n", encoding="utf-8")
        with pytest.raises(UsageError) as caught:
            load(file)
        assert caught.value.summary == f'{file}:7: unknown key "tenant" in the top level; did you mean "tenants"?'

    def test_byte_order_mark(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.toml"
        file.write_text(SHOP, encoding="utf-8-sig")
        assert load(file).project.name == "Shop"

    def test_missing(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError) as caught:
            load(tmp_path / "shop.toml")
        assert caught.value.summary == f"{tmp_path / 'shop.toml'}: no such file"
        assert caught.value.fix == "name the right file with --config, or leave --config out"

    def test_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UsageError) as caught:
            load(tmp_path)
        assert caught.value.summary == f"{tmp_path}: is a directory"
        assert caught.value.fix == f"name the file in it: --config {tmp_path / 'generator.toml'}"

    def test_not_utf_8(self, tmp_path: Path) -> None:
        file = tmp_path / "shop.toml"
        file.write_bytes('[project]\nname = "가게"\n'.encode("euc-kr"))
        with pytest.raises(UsageError) as caught:
            load(file)
        assert caught.value.summary == f"{file}:2: not UTF-8 text"
        assert caught.value.fix == "save the file in UTF-8"


class TestBrokenToml:
    @pytest.mark.parametrize(
        ("text", "summary"),
        [
            ("[project]\nname = Shop\n", "2: not valid TOML: unexpected character: 'S'"),
            (
                '[project]\nname = "Shop\n',
                "2: not valid TOML: a string does not end on its line, or holds a control character",
            ),
            ("[project\nname = 1\n", "1: not valid TOML: unexpected end of line"),
            ("a = [1,\n2\n", "2: not valid TOML: unexpected end of file"),
            ("[project]\nmy name = 1\n", "2: not valid TOML: invalid key"),
            (SHOP + "[telemetry]\n\n[project]\n", "9: project is already set in line 1"),
            (SHOP + 'backend = ["b"]\n', "7: tenants.seoul.backend is already set in line 6"),
            ("a = { b = 1, b = 2 }\n", "1: a.b is already set in line 1"),
            ("a.b = 1\n\n[a]\nc = 1\n", "3: a is already set in line 1"),
            ("[[a]]\nb = 1\n[a]\n", "3: a is already set in line 1"),
        ],
    )
    def test_names_the_line(self, text: str, summary: str) -> None:
        said, fix = refusal(text)
        assert said == f"generator.toml:{summary}"
        assert fix


class TestSecrets:
    @pytest.mark.parametrize(
        ("added", "line", "key"),
        [
            ("[contexts.prod]\nurl = 'https://g'\ntoken = 'hunter2'", 9, "contexts.prod.token"),
            ("[contexts.prod]\nurl = 'https://g'\nPassword = 'hunter2'", 9, "contexts.prod.Password"),
            ("[contexts.prod]\nurl = 'https://me:hunter2@g'", 8, "contexts.prod.url"),
            ("[datasources.loki]\nurl = 'http://me:hunter2@loki'", 8, "datasources.loki.url"),
            ("[datasources.loki.json_data]\nclientSecret = 'hunter2'", 8, "datasources.loki.json_data.clientSecret"),
            (
                "[datasources.loki]\njson_data = { a = [{ api_key = 'hunter2' }] }",
                8,
                "datasources.loki.json_data.a[0].api_key",
            ),
            (
                "[[datasources.loki.json_data.x]]\n[[datasources.loki.json_data.x]]\napi-key = 'hunter2'",
                9,
                "datasources.loki.json_data.x[1].api-key",
            ),
            ("[datasources.loki]\nsecureJsonData = { a = 'hunter2' }", 8, "datasources.loki.secureJsonData"),
            (
                "[datasources.loki.json_data]\nhttpHeaderValue1 = 'hunter2'",
                8,
                "datasources.loki.json_data.httpHeaderValue1",
            ),
            (
                "[datasources.loki.json_data]\nheader = 'Bearer hunter2hunter2hunter2'",
                8,
                "datasources.loki.json_data.header",
            ),
            ("[datasources.loki.json_data]\nheader = 'glsa_hunter2'", 8, "datasources.loki.json_data.header"),
            ("authorization = 'hunter2'", 7, "tenants.seoul.authorization"),
            ("[grafana]\nGRAFANA_TOKEN = 'hunter2'", 8, "grafana.GRAFANA_TOKEN"),
            ("[contexts.prod]\nurl = 'https://g'\ntoken = [\n  'hunter2']", 9, "contexts.prod.token"),
        ],
    )
    def test_refused_and_not_repeated(self, added: str, line: int, key: str) -> None:
        summary, fix = refusal(f"{SHOP}{added}\n")
        assert summary == f"generator.toml:{line}: {key} looks like a secret, which this file must not hold"
        assert fix == (
            "take it out, and pass it by the environment (GRAFANA_TOKEN, GRAFANA_PASSWORD) or by a file (--token-file, "
            "--password-file); if the file was shared, change the secret"
        )
        assert "hunter2" not in summary + fix

    @pytest.mark.parametrize(
        "line", ["token = hunter2", 'token = "hunter2', "token hunter2 = 1", "password = 'a' hunter2", "hunter2"]
    )
    def test_not_repeated_when_the_file_is_broken(self, line: str) -> None:
        summary, fix = refusal(f"{SHOP}[contexts.prod]\n{line}\n")
        assert "hunter2" not in summary + fix

    @pytest.mark.parametrize(
        "text",
        [
            SHOP.replace("seoul", "token-shop"),
            f"{SHOP}[activities.password-reset]\nmethod = 'POST'\nroute = '/password'\n",
            f"{SHOP}[activities.sign-in]\ntitle = 'Basic login'\nmethod = 'POST'\nroute = '/login'\n",
            f"{SHOP}[signals.auth.token]\nexpected = false\n",
            f"{SHOP}[datasources.prometheus.json_data]\nazureCredentials = {{ authType = 'msi' }}\n",
            f"{SHOP}[datasources.loki.json_data]\nhttpHeaderName1 = 'Authorization'\n",
        ],
    )
    def test_names_are_no_secrets(self, text: str) -> None:
        parse(text, None)
