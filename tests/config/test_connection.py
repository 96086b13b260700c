"""Where the Grafana is, who asks, and that no secret is ever shown."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.config import Config, Connection, Flags, Folder, parse, resolve
from generator.config.source import run_command
from generator.errors import Exit, UsageError

SHOP = parse(
    """
    [project]
    name = "Shop"
    uid = "shop"
    [tenants.seoul]
    backend = ["shop-api"]
    [contexts.staging]
    url = "https://staging.example.com/grafana/"
    org_id = 3
    folder = { uid = "preview", title = "Preview" }
    [contexts.prod]
    url = "https://grafana.example.com"
    """,
    Path("shop.toml"),
)

HERE = {"GRAFANA_URL": "https://g.example.com"}
SECRET = "glsa_hunter2"
PEM = "-----BEGIN CERTIFICATE-----\n"


def connect(
    environ: Mapping[str, str], files: Mapping[str, Any] | None = None, config: Config = SHOP, **flags: Any
) -> Connection:
    """Resolve with files and commands of the test's own; a value that is an exception is raised."""

    def answer(name: object) -> str:
        if files is None or str(name) not in files:
            raise FileNotFoundError(2, "No such file or directory")
        content = files[str(name)]
        if isinstance(content, Exception):
            raise content
        return str(content)

    return resolve(config, flags=Flags(**flags), environ=environ, read_file=answer, run_command=answer)


def refusal(environ: Mapping[str, str], files: Mapping[str, Any] | None = None, **flags: Any) -> tuple[str, str]:
    with pytest.raises(UsageError) as caught:
        connect(environ, files, **flags)
    error = caught.value
    assert error.exit_code is Exit.USAGE
    assert "hunter2" not in f"{error} {error!r} {error.summary} {error.fix}"
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error.summary, error.fix


class TestUrl:
    @pytest.mark.parametrize(
        ("environ", "flags", "url"),
        [
            ({}, {"grafana_url": "https://a"}, "https://a"),
            (HERE, {"grafana_url": "https://a"}, "https://a"),
            (HERE, {"grafana_url": "https://a", "context": "prod"}, "https://a"),
            (HERE, {}, "https://g.example.com"),
            ({"GRAFANA_URL": "https://grafana.example.com"}, {"context": "prod"}, "https://grafana.example.com"),
            ({"GRAFANA_SERVER": "http://g:3000"}, {}, "http://g:3000"),
            ({**HERE, "GRAFANA_SERVER": "https://g.example.com/"}, {}, "https://g.example.com"),
            ({"GRAFANA_URL": "", "GRAFANA_SERVER": " "}, {"context": "prod"}, "https://grafana.example.com"),
            ({}, {"context": "staging"}, "https://staging.example.com/grafana"),
            ({}, {"grafana_url": "https://host/grafana/"}, "https://host/grafana"),
            ({}, {"grafana_url": " https://host:8443// "}, "https://host:8443"),
            ({}, {"grafana_url": "http://[::1]:3000/"}, "http://[::1]:3000"),
            ({"GRAFANA_URL": "https://a", "GRAFANA_SERVER": "https://b"}, {"grafana_url": "https://c"}, "https://c"),
        ],
    )
    def test_option_then_environment_then_file(self, environ: dict[str, str], flags: dict[str, Any], url: str) -> None:
        assert connect(environ, **flags).url == url

    def test_a_context_and_a_variable_that_name_two_grafanas_are_not_guessed_between(self) -> None:
        summary, fix = refusal(HERE, context="prod")
        assert summary == "--context prod and GRAFANA_URL name different Grafanas"
        assert fix == "unset GRAFANA_URL, or give --grafana-url to say which"

    def test_missing(self) -> None:
        summary, fix = refusal({})
        assert summary == "no Grafana is named"
        assert fix == (
            "give --grafana-url URL, set GRAFANA_URL, or give --context with one of the contexts of shop.toml "
            "(staging, prod)"
        )

    def test_aliases_that_differ(self) -> None:
        assert refusal({**HERE, "GRAFANA_SERVER": "https://h.example.com"}) == (
            "GRAFANA_URL and GRAFANA_SERVER are set to different values",
            "unset one of them, or make them equal",
        )

    @pytest.mark.parametrize(
        ("url", "wrong"),
        [
            ("g.example.com", "is not an http or https address"),
            ("admin:hunter2@g.example.com", "is not an http or https address"),
            ("ftp://g.example.com", "is not an http or https address"),
            ("https://", "is not an http or https address"),
            ("https://admin:hunter2@g.example.com", "has a user or a password in it"),
            ("https://hunter2@g.example.com", "has a user or a password in it"),
            ("https://g.example.com:hunter2", "is not a valid address"),
            ("https://g.example.com/?auth_token=hunter2", "has a query or a fragment in it"),
            ("https://g.example.com/hunter2\nX: y", "has a space in it"),
        ],
    )
    def test_refused_and_not_repeated(self, url: str, wrong: str) -> None:
        fix = (
            "write it like https://grafana.example.com; the user goes into GRAFANA_USER and the password into "
            "GRAFANA_PASSWORD"
        )
        assert refusal({}, grafana_url=url) == (f"--grafana-url {wrong}", fix)
        assert refusal({"GRAFANA_SERVER": url}) == (f"GRAFANA_SERVER {wrong}", fix)


class TestContext:
    def test_gives_what_nothing_else_says(self) -> None:
        connection = connect({}, context="staging")
        assert (connection.org_id, connection.folder) == (3, Folder("preview", "Preview"))
        assert connect({"GRAFANA_ORG_ID": "4"}, context="staging").org_id == 4
        assert connect({"GRAFANA_ORG_ID": "4"}, context="staging", org_id=5).org_id == 5
        assert connect(HERE).folder is None

    def test_unknown(self) -> None:
        assert refusal({}, context="stagin") == (
            '--context: there is no context "stagin"; did you mean "staging"?',
            "the contexts of shop.toml: staging, prod",
        )

    def test_none_in_the_file(self) -> None:
        config = parse("[project]\nname='S'\nuid='s'\n[tenants.a]\nbackend=['b']\n", None)
        assert refusal(HERE, config=config, context="prod") == (
            '--context: there is no context "prod"',
            "add [contexts.prod] to generator.toml",
        )


class TestCredential:
    @pytest.mark.parametrize(
        ("environ", "token", "user", "password"),
        [
            ({}, None, None, None),
            ({"GRAFANA_TOKEN": SECRET}, SECRET, None, None),
            ({"GRAFANA_TOKEN": f" {SECRET}\n"}, SECRET, None, None),
            ({"GRAFANA_TOKEN": "", "GRAFANA_API_KEY": SECRET}, SECRET, None, None),
            ({"GRAFANA_SERVICE_ACCOUNT_TOKEN": SECRET}, SECRET, None, None),
            ({"GRAFANA_TOKEN": SECRET, "GRAFANA_AUTH": SECRET}, SECRET, None, None),
            ({"GRAFANA_AUTH": SECRET}, SECRET, None, None),
            ({"GRAFANA_AUTH": "admin:a:b"}, None, "admin", "a:b"),
            ({"GRAFANA_AUTH": "anonymous"}, None, None, None),
            ({"GRAFANA_USER": "admin", "GRAFANA_PASSWORD": " pass word "}, None, "admin", " pass word "),
            ({"GRAFANA_USERNAME": "admin", "GRAFANA_PASSWORD": "x"}, None, "admin", "x"),
            ({"GRAFANA_TOKEN": SECRET, "GRAFANA_USER": "admin", "GRAFANA_PASSWORD": "x"}, SECRET, None, None),
            ({"GRAFANA_TOKEN": SECRET, "GRAFANA_AUTH": "admin:x"}, SECRET, None, None),
            ({"GRAFANA_TOKEN": SECRET, "GRAFANA_USER": "admin"}, SECRET, None, None),
        ],
    )
    def test_from_the_environment(
        self, environ: dict[str, str], token: str | None, user: str | None, password: str | None
    ) -> None:
        connection = connect({**HERE, **environ})
        assert (connection.token, connection.user, connection.password) == (token, user, password)
        assert connection.token_source is None

    @pytest.mark.parametrize(
        ("flags", "token", "user", "password"),
        [
            ({"token_file": Path("t")}, "from-file", None, None),
            ({"token_command": "print t"}, "from-command", None, None),
            ({"token_file": Path("t"), "user": "me"}, "from-file", None, None),
            ({"user": "me", "password_file": Path("p")}, None, "me", " secret "),
            ({"user": "me", "password_command": "print p"}, None, "me", "printed"),
            ({"user": "me"}, None, "me", "env-password"),
            ({"password_file": Path("p")}, None, "env-user", " secret "),
        ],
    )
    def test_options_win_over_the_environment(
        self, flags: dict[str, Any], token: str | None, user: str | None, password: str | None
    ) -> None:
        environ = {**HERE, "GRAFANA_TOKEN": "env", "GRAFANA_USER": "env-user", "GRAFANA_PASSWORD": "env-password"}
        files = {"t": "from-file\n", "print t": "from-command\n", "p": " secret \r\n", "print p": "printed\n"}
        connection = connect(environ, files, **flags)
        assert (connection.token, connection.user, connection.password) == (token, user, password)

    @pytest.mark.parametrize("flags", [{"token_file": Path("t")}, {"token_command": "t"}])
    def test_token_can_be_read_again(self, flags: dict[str, Any]) -> None:
        files = {"t": "first\n"}
        connection = connect(HERE, files, **flags)
        files["t"] = "second\n"
        assert connection.token == "first"
        assert connection.token_source is not None
        assert connection.token_source() == "second"
        files["t"] = ""
        with pytest.raises(UsageError, match="is empty"):
            connection.token_source()

    @pytest.mark.parametrize(
        ("environ", "summary"),
        [
            (
                {"GRAFANA_TOKEN": SECRET, "GRAFANA_API_KEY": "x"},
                "GRAFANA_TOKEN and GRAFANA_API_KEY are set to different values",
            ),
            (
                {"GRAFANA_SERVICE_ACCOUNT_TOKEN": SECRET, "GRAFANA_AUTH": "x"},
                "GRAFANA_SERVICE_ACCOUNT_TOKEN and GRAFANA_AUTH are set to different values",
            ),
            (
                {"GRAFANA_USER": "a", "GRAFANA_USERNAME": "b", "GRAFANA_PASSWORD": SECRET},
                "GRAFANA_USER and GRAFANA_USERNAME are set to different values",
            ),
            (
                {"GRAFANA_PASSWORD": "x", "GRAFANA_AUTH": f"a:{SECRET}"},
                "GRAFANA_PASSWORD and GRAFANA_AUTH are set to different values",
            ),
        ],
    )
    def test_aliases_that_differ(self, environ: dict[str, str], summary: str) -> None:
        assert refusal({**HERE, **environ}) == (summary, "unset one of them, or make them equal")

    @pytest.mark.parametrize(
        ("environ", "files", "flags", "summary"),
        [
            (
                {"GRAFANA_TOKEN": f"Bearer {SECRET}"},
                {},
                {},
                "GRAFANA_TOKEN holds no token: it has a space, a line break or a special character in it",
            ),
            (
                {},
                {"t": f"{SECRET}\n{SECRET}\n"},
                {"token_file": Path("t")},
                "--token-file t holds no token: it has a space, a line break or a special character in it",
            ),
            ({}, {"t": " \n"}, {"token_file": Path("t")}, "--token-file t is empty"),
            ({}, {}, {"token_file": Path("t")}, "--token-file t: No such file or directory"),
            ({}, {}, {"token_file": Path(SECRET)}, "--token-file: No such file or directory"),
            (
                {},
                {"t": UnicodeDecodeError("utf-8", b"hunter2", 0, 1, "bad")},
                {"token_file": Path("t")},
                "--token-file t: is not text",
            ),
            (
                {},
                {"c hunter2": subprocess.CalledProcessError(3, "c hunter2", SECRET)},
                {"token_command": "c hunter2"},
                "--token-command: the command ended with status 3",
            ),
            (
                {},
                {"c hunter2": subprocess.TimeoutExpired("c hunter2", 60, SECRET.encode())},
                {"token_command": "c hunter2"},
                "--token-command: the command took longer than 60 s",
            ),
            ({}, {}, {"token_command": "c hunter2"}, "--token-command: No such file or directory"),
            (
                {},
                {"c 'hunter2": ValueError("No closing quotation")},
                {"token_command": "c 'hunter2"},
                "--token-command: the command cannot be run",
            ),
            ({}, {"c": ""}, {"user": "me", "password_command": "c"}, "--password-command is empty"),
            (
                {},
                {},
                {"token_file": Path("t"), "token_command": "c"},
                "--token-file and --token-command are both given",
            ),
            (
                {},
                {},
                {"password_file": Path("t"), "password_command": "c"},
                "--password-file and --password-command are both given",
            ),
            ({"GRAFANA_USER": "a"}, {}, {}, "GRAFANA_USER names a user, but no password is given"),
            ({}, {}, {"user": "a"}, "--user names a user, but no password is given"),
            ({"GRAFANA_PASSWORD": SECRET}, {}, {}, "a password is given, but no user"),
            ({"GRAFANA_AUTH": f":{SECRET}"}, {}, {}, "GRAFANA_AUTH is neither a token nor user:password"),
            ({"GRAFANA_AUTH": "admin:"}, {}, {}, "GRAFANA_AUTH is neither a token nor user:password"),
            (
                {"GRAFANA_PASSWORD": "x"},
                {},
                {"user": f"a:{SECRET}"},
                "--user has a : in it, which a user's name cannot have",
            ),
        ],
    )
    def test_refused_and_not_repeated(
        self, environ: dict[str, str], files: dict[str, Any], flags: dict[str, Any], summary: str
    ) -> None:
        said, fix = refusal({**HERE, **environ}, files, **flags)
        assert said == summary
        assert fix


class TestTransport:
    def test_defaults(self) -> None:
        connection = connect(HERE)
        assert connection == Connection("https://g.example.com")
        assert (connection.insecure, connection.timeout, connection.org_id) == (False, 30.0, None)
        assert (connection.ca_cert, connection.client_cert, connection.client_key) == (None, None, None)
        assert connection.headers == {}

    @pytest.mark.parametrize("ca", ["GRAFANA_CA_CERT", "GRAFANA_TLS_CA_FILE"])
    @pytest.mark.parametrize("cert", ["GRAFANA_TLS_CERT", "GRAFANA_TLS_CERT_FILE"])
    @pytest.mark.parametrize("key", ["GRAFANA_TLS_KEY", "GRAFANA_TLS_KEY_FILE"])
    def test_certificates(self, ca: str, cert: str, key: str) -> None:
        files = dict.fromkeys(("ca.pem", "cert.pem", "key.pem", "other.pem"), PEM)
        environ = {**HERE, ca: "ca.pem", cert: "cert.pem", key: "key.pem"}
        connection = connect(environ, files)
        assert (connection.ca_cert, connection.client_cert) == (Path("ca.pem"), Path("cert.pem"))
        assert connection.client_key == Path("key.pem")
        assert connect(environ, files, ca_cert=Path("other.pem")).ca_cert == Path("other.pem")

    @pytest.mark.parametrize(
        ("environ", "flags", "summary"),
        [
            ({}, {"ca_cert": Path("none.pem")}, "--ca-cert none.pem: No such file or directory"),
            ({"GRAFANA_CA_CERT": "text"}, {}, "GRAFANA_CA_CERT: not a PEM file"),
            ({"GRAFANA_CA_CERT": "binary"}, {}, "GRAFANA_CA_CERT: not a PEM file"),
            ({"GRAFANA_TLS_KEY": f"{PEM}hunter2"}, {}, "GRAFANA_TLS_KEY holds a certificate or a key itself"),
            ({"GRAFANA_TLS_KEY": "aHVudGVyMg_hunter2"}, {}, "GRAFANA_TLS_KEY: No such file or directory"),
            ({"GRAFANA_TLS_KEY": "key.pem"}, {}, "a client key is given, but no client certificate"),
            (
                {"GRAFANA_CA_CERT": "a", "GRAFANA_TLS_CA_FILE": "b"},
                {},
                "GRAFANA_CA_CERT and GRAFANA_TLS_CA_FILE are set to different values",
            ),
        ],
    )
    def test_certificates_refused(self, environ: dict[str, str], flags: dict[str, Any], summary: str) -> None:
        files = {"text": "hello", "binary": UnicodeDecodeError("utf-8", b"x", 0, 1, "bad"), "key.pem": PEM}
        said, fix = refusal({**HERE, **environ}, files, **flags)
        assert said == summary
        assert fix

    def test_headers(self) -> None:
        environ = {**HERE, "GRAFANA_HTTP_HEADERS": '{"X-Scope": "a b", "Cookie": "hunter2"}'}
        assert connect(environ).headers == {"X-Scope": "a b", "Cookie": "hunter2"}

    def test_authorization_header_stands_alone(self) -> None:
        environ = {**HERE, "GRAFANA_HTTP_HEADERS": '{"authorization": "Bearer hunter2"}'}
        assert connect(environ).headers == {"authorization": "Bearer hunter2"}
        assert refusal({**environ, "GRAFANA_TOKEN": SECRET}) == (
            "GRAFANA_HTTP_HEADERS sets Authorization, and so does the token or the user",
            "keep one of the two",
        )

    @pytest.mark.parametrize(
        "value",
        [
            "X-Token: hunter2",
            '["hunter2"]',
            '{"X-Token": 7}',
            '{"X Token": "hunter2"}',
            '{"X-Token": "hunter2\\r\\nX: y"}',
            '{"X-Token": "hunter2',
        ],
    )
    def test_headers_refused(self, value: str) -> None:
        assert refusal({**HERE, "GRAFANA_HTTP_HEADERS": value}) == (
            "GRAFANA_HTTP_HEADERS is not a JSON object of header names and values",
            """write it like '{"X-Forwarded-User": "me"}'""",
        )

    @pytest.mark.parametrize(
        ("value", "flag", "insecure"),
        [
            ("true", None, True),
            ("1", None, True),
            ("False", None, False),
            ("0", None, False),
            ("", None, False),
            ("true", False, False),
            ("false", True, True),
            ("nonsense", True, True),
        ],
    )
    def test_insecure(self, value: str, flag: bool | None, insecure: bool) -> None:
        assert connect({**HERE, "GRAFANA_INSECURE_SKIP_VERIFY": value}, insecure=flag).insecure is insecure

    @pytest.mark.parametrize(
        ("environ", "flags", "summary"),
        [
            (
                {"GRAFANA_INSECURE_SKIP_VERIFY": "maybe"},
                {},
                "GRAFANA_INSECURE_SKIP_VERIFY is neither true nor false",
            ),
            ({"GRAFANA_ORG_ID": "main"}, {}, "GRAFANA_ORG_ID is not the number of an organisation"),
            ({"GRAFANA_ORG_ID": "0"}, {}, "GRAFANA_ORG_ID is not the number of an organisation"),
            ({}, {"org_id": -1}, "--org-id is not the number of an organisation"),
            ({}, {"timeout": 0}, "--timeout is not a number of seconds above 0"),
            ({}, {"timeout": float("inf")}, "--timeout is not a number of seconds above 0"),
        ],
    )
    def test_numbers_refused(self, environ: dict[str, str], flags: dict[str, Any], summary: str) -> None:
        said, fix = refusal({**HERE, **environ}, **flags)
        assert said == summary
        assert fix


class TestNothingIsShown:
    @pytest.mark.parametrize(
        "environ",
        [
            {"GRAFANA_TOKEN": SECRET},
            {"GRAFANA_AUTH": f"admin:{SECRET}"},
            {"GRAFANA_HTTP_HEADERS": '{"X-Key": "hunter2"}'},
        ],
    )
    def test_in_the_connection(self, environ: dict[str, str]) -> None:
        connection = connect({**HERE, **environ})
        assert "hunter2" not in f"{connection} {connection!r} {[connection]} %s" % connection
        assert "https://g.example.com" in repr(connection)

    def test_with_a_token_source(self) -> None:
        connection = connect(HERE, {"t": SECRET}, token_file=Path("t"))
        assert connection.token == SECRET
        assert "hunter2" not in repr(connection)


class TestRealSources:
    def test_file_and_command(self, tmp_path: Path) -> None:
        file = tmp_path / "token"
        file.write_text(f"{SECRET}\n", encoding="utf-8")
        by_file = resolve(SHOP, flags=Flags(token_file=file), environ=HERE)
        by_command = resolve(SHOP, flags=Flags(token_command=f"cat '{file}'"), environ=HERE)
        assert by_file.token == by_command.token == SECRET

    @pytest.mark.parametrize(
        ("command", "summary"),
        [
            ("sh -c 'echo hunter2; exit 4'", "--token-command: the command ended with status 4"),
            ("no-such-command hunter2", "--token-command: No such file or directory"),
            ("echo 'hunter2", "--token-command: the command cannot be run"),
            (" ", "--token-command: the command cannot be run"),
        ],
    )
    def test_commands_that_fail(self, command: str, summary: str) -> None:
        with pytest.raises(UsageError) as caught:
            resolve(SHOP, flags=Flags(token_command=command), environ=HERE)
        assert caught.value.summary == summary
        assert "hunter2" not in caught.value.fix

    def test_no_shell_reads_the_command(self) -> None:
        assert run_command("echo '$HOME' ; id") == "$HOME ; id\n"
