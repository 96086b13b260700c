"""What a Grafana can do, found out by asking: version numbers are hidden, patched and renamed."""

from __future__ import annotations

from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.listing import listed
from generator.grafana.problem import UnauthorizedError, UnreachableError


def capabilities(client: Client) -> dict[str, bool]:
    """Name -> whether it has it, and lets us read it."""
    return {
        "list of whole boards": listed(client, client.settings().namespace, ()) is not None,
        "alert rules": _answers(client, "/api/v1/provisioning/alert-rules"),
        "library panels": _answers(client, "/api/library-elements?perPage=1"),
        "correlations": _answers(client, "/api/datasources/correlations?limit=1"),
    }


def _answers(client: Client, path: str) -> bool:
    try:
        # Correlations: 404 is how older versions say that there are none.
        accepted = (403, 404, 501) if "correlations" not in path else (403, 501)
        answer = client.transport.request("GET", path, accept=accepted)
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError as error:
        return getattr(error, "status", 0) == 404 and "correlations" in path
    return answer.status == 200
