"""Answers of real stores, read as values."""

from __future__ import annotations

import math

import pytest
from exposition import Exposition
from live_prometheus import Serve
from store_answers import RECORDED, Canned

from generator.live.desk import Desk
from generator.live.loki import Loki
from generator.live.problem import StoreError
from generator.live.prometheus import Prometheus
from generator.live.tempo import Tempo, padded
from generator.live.way import direct


def test_ids_that_a_search_shortens_are_whole_again() -> None:
    hits = Tempo(Canned({"/api/search": RECORDED["tempo"]["search"]}), Desk()).search("{}", 0, 1, 20)
    assert {len(hit.trace_id) for hit in hits} == {32}
    short = [hit for hit in hits if len(hit.written) < 32]
    assert short
    assert all(hit.trace_id.lstrip("0") == hit.written for hit in short)
    assert [hit.at for hit in hits] == sorted((hit.at for hit in hits), reverse=True)


def test_a_trace_has_its_spans_with_the_tags_that_links_may_use() -> None:
    whole = "8a9d71deb3e35ccf83531019b953f951"
    way = Canned({f"/api/v2/traces/{whole}": RECORDED["tempo"]["trace v2"]})
    spans = Tempo(way, Desk()).trace(whole.upper())
    assert {span.trace_id for span in spans} == {whole}
    assert "jiwoo-frontend" in {span.service for span in spans}
    assert all(len(span.span_id) == 16 and span.end >= span.start for span in spans)
    assert spans[0].tags["service.name"] == spans[0].service
    assert "k8s.namespace.name" in spans[0].tags


def test_a_trace_that_is_not_there_has_no_spans() -> None:
    gone = "ab" * 16
    assert Tempo(Canned({f"/api/v2/traces/{gone}": RECORDED["tempo"]["trace, unknown"]}), Desk()).trace(gone) == ()
    assert Tempo(Canned({}), Desk()).trace(gone) == ()


def test_a_store_that_is_silent_is_no_missing_trace() -> None:
    silent = StoreError("silent", "no answer")
    with pytest.raises(StoreError):
        Tempo(Canned({f"/api/v2/traces/{padded('ab')}": silent}), Desk()).trace("ab")


def test_metrics_of_traces_are_series() -> None:
    way = Canned(
        {
            "/api/metrics/query_range": RECORDED["tempo"]["metrics rate"],
            "/api/metrics/query": RECORDED["tempo"]["metrics instant"],
        }
    )
    found = Tempo(way, Desk())
    ranged = found.metrics("{} | rate()", 0, 60, 60)
    assert ranged[0].labels == {"resource.service.name": "hyunjun-backend"}
    assert ranged[0].points[0] == (1795339140.0, pytest.approx(6.6333, abs=0.001))
    assert found.metrics("{} | rate()", 0, 60, None)[0].last == 10705


def test_values_and_names_of_attributes() -> None:
    way = Canned(
        {
            "/api/v2/search/tag/resource.service.name/values": RECORDED["tempo"]["values of service.name"],
            "/api/v2/search/tags": RECORDED["tempo"]["tags"],
        }
    )
    assert "jiwoo-frontend" in Tempo(way, Desk()).tag_values("resource.service.name", 0, 1)
    assert Tempo(way, Desk()).tags(0, 1)


@pytest.mark.parametrize(("name", "label"), [("lines, OTLP", "trace_id"), ("lines, pod scrape", "filename")])
def test_lines_carry_the_labels_of_their_way(name: str, label: str) -> None:
    lines = Loki(Canned({"/loki/api/v1/query_range": RECORDED["loki"][name]}), Desk()).lines("{}", 0, 1, 3)
    assert lines
    assert all(label in line.labels for line in lines)
    assert [line.at_ns for line in lines] == sorted((line.at_ns for line in lines), reverse=True)


def test_numbers_of_logs() -> None:
    way = Canned({"/loki/api/v1/query": RECORDED["loki"]["freshness"]})
    ages = {one.labels["service_name"]: one.last for one in Loki(way, Desk()).query("x", 0)}
    assert ages == {"hyunjun-backend": 1, "jiwoo-backend": 1}


def test_exemplars_come_newest_first_with_their_own_labels() -> None:
    way = Canned({"/api/v1/query_exemplars": RECORDED["prometheus"]["exemplars"]})
    found = Prometheus(way, Desk()).exemplars("x", 0, 1)
    assert found
    assert all("trace_id" in one.labels and "job" in one.series for one in found)
    assert [one.at for one in found] == sorted((one.at for one in found), reverse=True)


def test_what_is_no_number_stays_none() -> None:
    found = Prometheus(Canned({"/api/v1/query": RECORDED["prometheus"]["NaN"]}), Desk()).query("0/0", 0)
    assert found
    assert all(math.isnan(one.last) for one in found)


@pytest.mark.parametrize("body", [None, [], {}, {"data": 3}, {"data": {"result": [None, {"metric": 1}]}}])
def test_odd_answers_raise_nothing(body: object) -> None:
    way = Canned(dict.fromkeys(("/api/v1/query", "/loki/api/v1/query_range", "/api/search", "/api/v1/series"), body))
    assert all(not one.labels for one in Prometheus(way, Desk()).query("x", 0))
    assert Loki(way, Desk()).lines("{}", 0, 1, 3) == ()
    assert Tempo(way, Desk()).search("{}", 0, 1, 3) == ()


def test_prometheus_says_itself_what_is_wrong_with_a_query(serve: Serve) -> None:
    live = serve(Exposition().text)
    prometheus = Prometheus(direct(f"http://{live.connection.host}:{live.connection.port}", "", 30.0), Desk())
    with pytest.raises(StoreError, match="unclosed left parenthesis") as raised:
        prometheus.query("sum(", 0)
    assert raised.value.why == "refused"


def test_a_store_that_is_asked_itself_is_not_mended_at_a_grafana() -> None:
    with pytest.raises(StoreError, match="refused") as raised:
        Prometheus(direct("http://127.0.0.1:1", "", 5.0), Desk()).query("x", 0)
    assert raised.value.why == "unreachable"
    assert raised.value.fix == "start it there, or correct the address"
