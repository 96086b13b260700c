"""The look of the boards, every choice once: sizes, colours, legends."""

from __future__ import annotations

from typing import Any

from generator.signals.signal import Signal

#: Grafana's grid.
COLUMNS = 24

STAT = 4
GRAPH = 8
TABLE = 9
LOGS = 12
TRACE = 16

#: As many bars as an eye can tell apart.
BARS = 120


def thresholds(signal: Signal | None) -> dict[str, Any]:
    """Threshold steps: the signal's own, or a single neutral one.

    Grafana puts "red from 80 on" onto every panel that leaves them out. The first step holds for everything below
    the second and has no value: so Grafana 12 writes it.
    """
    steps = signal.steps if signal else ()
    if not steps:
        base = "text" if signal is None or not signal.states else "red"
    else:
        rises = steps[-1].colour == "red" or steps[-1].colour == "orange"
        base = "green" if rises else "red"
    return {
        "mode": "absolute",
        "steps": [{"color": base}, *({"color": step.colour, "value": step.value} for step in steps)],
    }


def fixed_colour(name: str, colour: str) -> dict[str, Any]:
    """One series by name, in one colour."""
    return {
        "matcher": {"id": "byName", "options": name},
        "properties": [{"id": "color", "value": {"mode": "fixed", "fixedColor": colour}}],
    }


def nothing(text: str, *, alarming: bool) -> dict[str, Any]:
    """What a cell without a value says. Without a mapping it would take the colour of the best threshold."""
    result = {"text": text, "color": "orange" if alarming else "text", "index": 0}
    return {"type": "special", "options": {"match": "null", "result": result}}


def states(signal: Signal, say: Any) -> list[dict[str, Any]]:
    """Value mappings of a state: text and colour, so that colour is never the only carrier of the meaning."""
    if not signal.states:
        return []
    return [
        {
            "type": "value",
            "options": {
                f"{value:g}": {
                    "text": say(f"signal.{signal.id}.state.{value:g}", text),
                    "color": colour,
                    "index": index,
                }
                for index, (value, text, colour) in enumerate(signal.states)
            },
        }
    ]
