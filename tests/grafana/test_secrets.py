"""Nothing of a secret in what can be printed: repr, errors, logs."""

import logging
from typing import Any

import pytest
from fake_grafana import FakeGrafana

from generator.errors import GeneratorError
from generator.grafana.scrub import Scrubber

from .conftest import Connect

SECRETS = ("glsa_very_secret", "pass-word-secret", "header-value-secret", "stored-secret")

KEY = {"X-Proxy-Key": SECRETS[2]}
CONNECTIONS: list[dict[str, Any]] = [
    {"token": SECRETS[0], "headers": KEY, "user": "kim", "password": SECRETS[1]},
    {"token_source": lambda: SECRETS[0], "headers": KEY, "password": SECRETS[1]},
    {"user": "kim", "password": SECRETS[1], "headers": {**KEY, "Authorization": SECRETS[0]}},
]


@pytest.mark.parametrize("settings", CONNECTIONS)
def test_nothing_printable_shows_a_secret(
    connect: Connect, fake: FakeGrafana, settings: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = " ".join(SECRETS)
    body = {"name": "P", "type": "prometheus", "secureJsonData": {"httpHeaderValue1": SECRETS[3]}}
    kinds: list[dict[str, Any]] = [
        {"kind": "status", "status": status, "body": {"message": said, "messageId": "x"}} for status in (400, 401, 500)
    ]
    kinds += [
        {"kind": "status", "status": 403, "body": {"message": f"Permissions needed: {said}"}},
        {"kind": "status", "status": 302, "headers": {"Location": f"https://elsewhere/?{said.replace(' ', '&')}"}},
        {"kind": "text", "status": 200, "text": said},
        {"kind": "html", "status": 200},
        {"kind": "reset"},
    ]
    seen = []
    for fault in kinds:
        fake.fault("POST", "datasources", **fault)
        transport = connect(**settings)
        with pytest.raises(GeneratorError) as caught:
            transport.request("POST", "/api/datasources", body)
        error = caught.value
        seen += [repr(transport), repr(vars(transport)), repr(error), error.summary, error.fix, repr(vars(error))]
    seen += [record.getMessage() for record in caplog.records]
    text = "\n".join(seen)
    assert not [secret for secret in SECRETS if secret in text]


def test_the_log_says_method_path_status_and_time(connect: Connect, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="generator")
    connect().request("GET", "/api/org")
    (record,) = caplog.records
    assert record.levelno == logging.DEBUG
    assert record.getMessage().startswith("GET /api/org: 200, ")
    assert record.getMessage().endswith(" ms")


def test_a_secret_within_another_is_no_way_around() -> None:
    scrub = Scrubber()
    scrub.learn(["secret", "secret-and-more", None, "ab"])
    assert scrub("a secret-and-more, a secret, ab") == "a ***, a ***, ab"
    assert "secret-and" not in repr(scrub)
