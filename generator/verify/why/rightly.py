"""What asks for trouble: there, nothing is good news."""

from __future__ import annotations

import re

#: Words in a metric's name that say it counts what went wrong.
_WORDS = re.compile(
    r"(?:^|_)(?:alerts|errors?|exceptions?|fail(?:ed|ures?)|refused|rejected|dropped|aborted|deadlocks?|evicted|lost"
    r"|slow_quer(?:y|ies)|slow|restarts?|oom|timeouts?|throttled|terminated_reason|waiting_reason|unavailable|retr(?:y|ies))"
    r"(?:_|$)",
    re.IGNORECASE,
)

#: Values by which a condition asks for what went wrong.
_VALUES = re.compile(
    r"""(?ix) (?: ^|[^a-z0-9] ) (?:
        errors? | err | fatal | critical | crit | fail\w* | exception\w* | \w+_(?:error|failed|failure)s? | refused
        | oomkilled | \w*backoff | firing | timeout | unhealthy | status_code_error | warn(?:ing)?
        | [45](?:\.\.|xx|\[0-9\]+|\d\d|\.[*+]|\\d\\d) ) (?: [^a-z0-9]|$ )"""
)

#: Labels whose values say how a thing went; a condition on another label is no question of good or bad.
_OUTCOMES = re.compile(
    r"(?i)^(?:.*_)?(?:status|status_code|code|class|level|severity|reason|alertstate|result|outcome|state|condition|event"
    r"|error|error_type|otel_status_code|phase)$"
)


def counts_trouble(metric: str) -> bool:
    """Whether a metric counts failures: none of it is good news, when its neighbours are there."""
    return _WORDS.search(metric) is not None


def asks_for_trouble(label: str, operator: str, value: str) -> bool:
    """Whether a condition keeps only what went wrong: `status_code="ERROR"`, `code=~"5.."`, `level="error"`."""
    plain = label.rpartition(".")[2]
    return operator in ("=", "=~", "==") and bool(_OUTCOMES.match(plain)) and bool(_VALUES.search(value))


def mentions_trouble(text: str) -> bool:
    """Whether words that are searched for are those of a failure."""
    return _VALUES.search(text) is not None


def families(metric: str) -> tuple[str, ...]:
    """Beginnings of a failure metric's name that its neighbours share, the longest first: `otelcol_exporter_`."""
    found = _WORDS.search(metric)
    words = [word for word in (metric[: found.start()] if found else "").split("_") if word]
    return tuple("_".join(words[:count]) + "_" for count in range(len(words), 1, -1))
