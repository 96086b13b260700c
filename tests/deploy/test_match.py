import pytest

from generator.deploy.match import match, resolved
from generator.errors import Exit, UsageError
from generator.grafana.live import LiveSource

from .project import CONFIGURED, loki, prometheus

WANTED = (prometheus(CONFIGURED), loki(CONFIGURED))


def live(uid: str, name: str, kind: str = "prometheus") -> LiveSource:
    return LiveSource(uid, name, kind, read_only=False, body={})


def chosen(*there: LiveSource) -> str:
    return resolved(WANTED, match(WANTED, there))["prometheus"]


def test_by_uid_then_by_name_then_as_the_only_one() -> None:
    assert chosen(live("x", "Prometheus"), live("prom", "Other")) == "prom"
    assert chosen(live("x", "Other"), live("y", "Prometheus")) == "y"
    assert chosen(live("z", "Mimir"), live("prom", "Prometheus", "loki")) == "z"


def test_none_of_its_type_keeps_the_configured_uid() -> None:
    found = match(WANTED, (live("x", "Prometheus", "influxdb"),))
    assert found == {"prometheus": None, "loki": None}
    assert resolved(WANTED, found) == {"prometheus": "prom", "loki": "loki"}


def test_several_are_listed_all_at_once() -> None:
    there = (live("a", "One"), live("b", "Two"), live("c", "L1", "loki"), live("d", "L2", "loki"))
    with pytest.raises(UsageError) as caught:
        match(WANTED, there)
    assert caught.value.summary == (
        "several data sources could be meant; prometheus: a (“One”), b (“Two”); loki: c (“L1”), d (“L2”)"
    )
    assert "set [datasources.prometheus] uid and [datasources.loki] uid in generator.toml" in caught.value.fix
    assert caught.value.exit_code is Exit.USAGE
