"""What was detected, for a person and for a program."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from generator.detect.advice import Advice
from generator.detect.arrival import SIGNALS, Arrival, Sender, Stack

_MINUTE, _HOUR = 90.0, 5400.0


def text(stack: Stack, advice: Advice, asked: int, profile: str) -> str:
    """For a terminal."""
    lines = []
    wide = max((len(name) for name in stack.senders), default=0)
    for sender in stack.senders.values():
        told = [f"{signal}: {_arrival(sender.arrivals[signal])}" for signal in SIGNALS if signal in sender.arrivals]
        where = f" in {sender.namespace}" if sender.namespace else ""
        lines.append(f"{sender.name:<{wide}}  {sender.tier}{where}")
        lines += [f"  {one}" for one in told]
    if stack.servers:
        lines.append("servers")
        lines += [f"  {name}: {_arrival(arrival)}" for name, arrival in stack.servers.items()]
    lines.append("")
    fits = "which is what is configured" if advice.profile == profile else f"configured is {profile}"
    lines.append(f"profile that fits: {advice.profile}, {fits} ({advice.why})")
    lines += [f"{name} sends telemetry; add it to a tenant?" for name in advice.strangers]
    lines += [f"{name} is configured and sends nothing" for name in advice.silent]
    lines += [*advice.unfit, *stack.notes]
    lines += [f"not asked: {store}: {reason}" for store, reason in stack.unasked.items()]
    lines.append(f"{asked} questions")
    return "\n".join(lines) + "\n"


def to_json(stack: Stack, advice: Advice, asked: int, profile: str) -> str:
    """For a program."""
    document = {
        "schema_version": 1,
        "services": [_sender(one) for one in stack.senders.values()],
        "servers": {name: asdict(one) for name, one in stack.servers.items()},
        "profile": {"fits": advice.profile, "configured": profile, "why": advice.why},
        "not_configured": list(advice.strangers),
        "silent": list(advice.silent),
        "notes": [*advice.unfit, *stack.notes],
        "not_asked": dict(stack.unasked),
        "questions": asked,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _sender(one: Sender) -> dict[str, Any]:
    return {
        "service": one.name,
        "namespace": one.namespace,
        "tier": one.tier,
        "signals": {signal: asdict(arrival) for signal, arrival in one.arrivals.items()},
    }


def _arrival(one: Arrival) -> str:
    parts = [one.dialect or "not looked at"]
    if one.age is not None:
        parts.append(f"{_time(one.age)} old")
    if one.interval is not None:
        parts.append(f"every {_time(one.interval)}")
    if one.since is not None:
        parts.append(f"since {_time(one.since)}")
    return ", ".join(parts) + (f" (label {one.labels})" if one.labels else "")


def _time(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < _HOUR else f"{seconds / 3600:.0f} h"
