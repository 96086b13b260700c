"""What a Grafana can do, found out by asking: version numbers are hidden, patched and renamed."""

from __future__ import annotations

from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.folder_notes import described
from generator.grafana.listing import listed
from generator.grafana.problem import UnauthorizedError, UnreachableError


def capabilities(client: Client) -> dict[str, bool]:
    """Name -> whether it has it, and lets us read it."""
    settings = client.settings()
    return {
        "list of whole boards": listed(client, settings.namespace, ()) is not None,
        "folders in folders": settings.nested_folders,
        "marks of folders": described(client, settings.namespace) is not None,
        "alert rules": _answers(client, "/api/v1/provisioning/alert-rules"),
        "library panels": _answers(client, "/api/library-elements?perPage=1"),
        "correlations": _has_correlations(client),
    }


def _answers(client: Client, path: str) -> bool:
    try:
        return client.transport.request("GET", path, accept=(403, 404, 501)).status == 200
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError:
        return False


def _has_correlations(client: Client) -> bool:
    try:
        client.all_correlations()
    except (UnauthorizedError, UnreachableError):
        raise
    except GeneratorError:
        return False
    return True
