"""Why a Prometheus does not have a metric: another dialect, another kind of histogram, stopped, or another name."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches

from generator.detect.dialects import siblings
from generator.live.prometheus import Prometheus
from generator.verify.result import Reason
from generator.verify.why.rightly import counts_trouble, families
from generator.verify.why.words import ago, few, meant

_DAY = "1d"
#: `{__name__=~"a|b"}` and `{__name__=~"(a|b)"}`: names, written as a pattern.
_NAMES = re.compile(r'\{__name__=~"\(?([A-Za-z0-9_:|]+)\)?"\}')
#: As alike as this are names that are worth showing.
_NEAR = 0.75


@dataclass(frozen=True)
class AbsentMetrics:
    """Finds out about metrics without a series. `profile` is empty for somebody else's board."""

    prometheus: Prometheus
    profile: str

    def why(self, base: str, start: float, end: float) -> Reason:
        """Why there is no series of `base`: a metric's name, or a selector of names by a pattern."""
        named = _NAMES.fullmatch(base)
        metrics = tuple(dict.fromkeys(named[1].split("|"))) if named else (base,)
        if not named and base.startswith("{"):
            return Reason("empty", "metric-unknown", f"no metric fits {base}", "send it, or correct the pattern")
        others = self._there([one for metric in metrics for one in siblings(metric) if one not in metrics], start, end)
        said = few(metrics)
        if others:
            words = f"no {said}, but {few(others)}: the other dialect"
            return Reason("empty", "wrong-dialect", words, self.dialect(others))
        classic = self._there([f"{metric}_bucket" for metric in metrics], start, end)
        if classic:
            words = f"no native histogram {said}, but classic buckets: {few(classic)}"
            return Reason("empty", "wrong-dialect", words, "ask the buckets, or have native histograms sent")
        stems = [metric.removesuffix("_bucket") for metric in metrics if metric.endswith("_bucket")]
        native = self._there(stems, start, end)
        if native:
            words = f"no classic buckets {said}, but a native histogram: {few(native)}"
            return Reason("empty", "wrong-dialect", words, "ask the histogram itself, or have classic buckets kept")
        gone = self.prometheus.query(f"max(max_over_time(timestamp({base})[{_DAY}:5m]))", end)
        kin = self._kin(metrics[0], start, end)
        if all(counts_trouble(metric) and self._has_neighbours(metric, kin) for metric in metrics):
            return Reason("zero", "nothing-failed", f"{said} has not been counted yet")
        if gone and not math.isnan(gone[0].last):
            words = f"{said} stopped {ago(end - gone[0].last)} ago"
            return Reason("empty", "stopped", words, "look whether its exporter runs and is reached")
        return self._unknown(metrics, kin)

    def dialect(self, others: list[str]) -> str:
        """How a query is mended that asks in another dialect than the one that is sent."""
        if self.profile:
            return "set [telemetry] profile in generator.toml to the one that `generator detect` names"
        return f"ask for {others[0]}, or use a board for this dialect"

    def _unknown(self, metrics: tuple[str, ...], kin: tuple[str, ...]) -> Reason:
        likely = meant(metrics[0], kin)
        near = get_close_matches(metrics[0], kin, 3, _NEAR)
        hint = ""
        if near or likely:
            hint = f"; there is {few([likely, *near] if likely else near)}"
        elif kin:
            first = metrics[0].partition("_")[0]
            hint = f", though {len(kin)} others begin with {first}_: its collection may be off"
        fix = f"send it, or correct the name{f' (is it {likely}?)' if likely else ''}"
        return Reason("empty", "metric-unknown", f"no metric {few(metrics)}{hint}", fix)

    def _kin(self, metric: str, start: float, end: float) -> tuple[str, ...]:
        """The metrics that begin with the same word: those of the same exporter."""
        selector = f'{{__name__=~"{re.escape(metric.partition("_")[0])}_.+"}}'
        return self.prometheus.label_values("__name__", (selector,), start, end)

    def _has_neighbours(self, metric: str, kin: tuple[str, ...]) -> bool:
        """Whether a counter of failures is missing for want of failures: others of its exporter are there."""
        return metric == "ALERTS" or any(one.startswith(families(metric)) for one in kin)

    def _there(self, metrics: list[str], start: float, end: float) -> list[str]:
        """Those that have series in the window."""
        window = f"{max(int(end - start), 300)}s"
        every = dict.fromkeys(metrics)
        return [one for one in every if self.prometheus.query(f"count(last_over_time({one}[{window}]))", end)]
