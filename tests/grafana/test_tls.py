"""Certificates, with real ones that openssl makes."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_grafana import FakeGrafana
from fake_parts.access import ADMIN_TOKEN

from generator.config.connection import Connection
from generator.errors import UsageError
from generator.grafana.problem import UnreachableError
from generator.grafana.transport import Transport

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 and its key."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)]
    subprocess.run([*command.split(), *names], check=True, capture_output=True)
    return cert, key


@pytest.fixture
def secure(certificate: tuple[Path, Path]) -> Iterator[FakeGrafana]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with FakeGrafana(tls=context) as fake:
        yield fake


def status(connection: Connection) -> int:
    with Transport(connection, sleep=lambda _: None) as transport:
        return transport.request("GET", "/api/org").status


def test_an_unknown_authority_is_refused_once(secure: FakeGrafana) -> None:
    with Transport(Connection(secure.url, token=ADMIN_TOKEN)) as transport:
        with pytest.raises(UnreachableError, match="certificate is not trusted") as caught:
            transport.request("GET", "/api/org")
        assert transport.sent == 1
    assert "--ca-cert" in caught.value.fix


def test_a_given_authority_is_trusted(secure: FakeGrafana, certificate: tuple[Path, Path]) -> None:
    assert status(Connection(secure.url, token=ADMIN_TOKEN, ca_cert=certificate[0])) == 200


def test_checking_can_be_switched_off_without_a_warning(secure: FakeGrafana) -> None:
    assert status(Connection(secure.url, token=ADMIN_TOKEN, insecure=True)) == 200


def test_a_client_certificate_is_shown(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.load_verify_locations(cert)
    context.verify_mode = ssl.CERT_REQUIRED
    with FakeGrafana(tls=context) as fake:
        own = Connection(fake.url, token=ADMIN_TOKEN, ca_cert=cert, client_cert=cert, client_key=key)
        assert status(own) == 200
        with pytest.raises(UnreachableError):
            status(Connection(fake.url, token=ADMIN_TOKEN, ca_cert=cert))


def test_a_missing_file_is_named(secure: FakeGrafana, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nothing\.pem"):
        status(Connection(secure.url, ca_cert=tmp_path / "nothing.pem"))


def test_https_to_a_server_without_tls() -> None:
    with FakeGrafana() as fake, pytest.raises(UnreachableError) as caught:
        status(Connection(fake.url.replace("http:", "https:")))
    assert caught.value.fix == "use http:// in the address"
