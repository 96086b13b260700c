"""Questions as Grafana gets them: an expression with everything it needs, and nothing for a store that is gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from generator.grafana.answer import Answer
from generator.live.desk import Desk
from generator.live.question import EXPRESSION, Question
from generator.live.stores import LiveSource, ThroughGrafana


@dataclass
class Transport:
    """Answers each refId from a list, and keeps what was sent."""

    results: dict[str, Any]
    status: int = 200
    sent: list[dict[str, Any]] = field(default_factory=list)

    def request(self, method: str, path: str, body: Any = None, *, accept: Any = ()) -> Answer:  # noqa: ARG002
        assert (method, path) == ("POST", "/api/ds/query")
        self.sent.append(body)
        return Answer(self.status, {"results": self.results} if self.results else {"message": "Query data error"})


def stores(transport: Transport) -> ThroughGrafana:
    sources = (LiveSource("p", "P", "prometheus", {}), LiveSource("l", "L", "loki", {}))
    return ThroughGrafana(Desk(), sources, transport)  # type: ignore[arg-type]


def question(ref: str, text: str, kind: str = "prometheus", uid: str = "p", *needs: Question) -> Question:
    model = {"refId": ref, "expr": text} if kind != EXPRESSION else {"refId": ref, "type": "math", "expression": text}
    return Question(kind, uid, text, text, "metric", False, 0.0, 60.0, 15.0, 100, model, needs)


def frame(*values: float) -> dict[str, Any]:
    schema = {"fields": [{"type": "time"}, {"type": "number"}]}
    return {"frames": [{"schema": schema, "data": {"values": [list(range(len(values))), list(values)]}}]}


def test_an_expression_is_sent_with_what_it_computes_with() -> None:
    transport = Transport({"A": frame(5), "B": frame(0, 0)})
    need = question("A", "up")
    found = stores(transport).ask(question("B", "$A * 0", EXPRESSION, EXPRESSION, need))
    assert (found.rows, found.zero) == (2, True)
    (sent,) = transport.sent
    assert [(one["refId"], one["datasource"]["uid"]) for one in sent["queries"]] == [("A", "p"), ("B", "__expr__")]
    assert sent["queries"][1]["expression"] == "$A * 0"


def test_a_refused_expression_has_grafanas_words() -> None:
    found = stores(Transport({}, 500)).ask(question("B", "$A +", EXPRESSION, EXPRESSION, question("A", "up")))
    assert (found.error, found.why) == ("Query data error", "refused")


def test_a_store_that_is_gone_is_left_alone_and_the_next_one_is_asked() -> None:
    gone = {"A": {"error": "dial tcp: connection refused", "status": 502}}
    transport = Transport(gone)
    asked = stores(transport)
    readings = [asked.ask(question("A", text)) for text in ("up", "down", "left", "right", "over")]
    assert {one.why for one in readings} == {"unreachable"}
    assert len(transport.sent) == 3
    transport.results = {"A": frame(1)}
    assert asked.ask(question("A", 'rate({a="b"}[5m])', "loki", "l")).rows == 1
