"""Values for Grafana's Helm chart: everything inside the release, or its sidecar pointed at the target kubernetes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from generator.lazy import Lazy
from generator.manifests import names, objects
from generator.manifests.json_text import json_text
from generator.manifests.yaml_text import generated
from generator.targets.absent import in_yaml, without_folders, without_library, without_next_line
from generator.targets.model import Files, Json, Model
from generator.targets.provisioning import alerting_document, escape, source_document
from generator.targets.target import Limit

_INLINE = "For the grafana chart: helm upgrade --install RELEASE CHART --values values.yaml"
_SIDECAR = "Instead of values.yaml: the chart's sidecar reads what `generator render --target kubernetes` makes."


def render(model: Model) -> Files:
    """Path below the folder -> bytes: `values.yaml`, or instead of it `values-sidecar.yaml`."""
    return Lazy(
        {
            "values.yaml": partial(_inline_file, model),
            "values-sidecar.yaml": partial(generated, sidecar(model), _SIDECAR),
        }
    )


def preflight(model: Model) -> Iterator[Limit]:
    """The chart puts all boards of a provider into one ConfigMap, and knows only what is provisioned from files."""
    yield from without_next_line(in_yaml(replace(model, folders=())), "Helm")
    yield from without_folders(model, "the chart")
    yield from without_library(model, "the chart")
    size = len("".join(_texts(model).values()).encode())
    if size > objects.LARGEST:
        what = f"the boards are {size} bytes, and the chart's ConfigMap for them holds {objects.LARGEST}"
        yield Limit(what, "use generator render --target kubernetes, and values-sidecar.yaml of a smaller project")


def escape_template(value: Any) -> Any:
    """Each `{{` as the template action that prints it: the chart runs data sources as a template.

    In backquotes, because YAML would escape quotes on the way to the template.
    """
    if isinstance(value, str):
        return value.replace("{{", "{{`{{`}}")
    if isinstance(value, dict):
        return {escape_template(key): escape_template(member) for key, member in value.items()}
    if isinstance(value, list):
        return [escape_template(member) for member in value]
    return value


def inline(model: Model) -> Json:
    """All of it as values. The chart templates data sources, Grafana expands them; boards are left alone by both."""
    # The chart names a ConfigMap like the provider.
    name = names.dns(model.project)
    path = f"/var/lib/grafana/dashboards/{name}"
    provider = {
        "name": name,
        "orgId": 1,
        "type": "file",
        "folder": model.folder.title,
        "folderUid": model.folder.uid,
        "disableDeletion": False,
        "editable": model.editable,
        "allowUiUpdates": model.editable,
        "updateIntervalSeconds": 30,
        "options": {"path": path},
    }
    sources = [one for source in model.datasources for one in source_document(source, model)["datasources"]]
    # Rules are run as a template too, and their own templates (`{{ $values }}`) have to come through it.
    alerting = {"alerting": {"rules.yaml": escape_template(alerting_document(model))}} if model.alert_groups else {}
    return {
        **alerting,
        "dashboardProviders": {"dashboardproviders.yaml": escape({"apiVersion": 1, "providers": [provider]})},
        "dashboards": {name: {uid: {"json": text} for uid, text in _texts(model).items()}},
        "datasources": {"datasources.yaml": escape_template({"apiVersion": 1, "datasources": sources})},
    }


def sidecar(model: Model) -> Json:
    """The sidecar's values: which ConfigMaps it reads, and that their annotation names the folder."""
    settings = model.config.kubernetes
    where = {"searchNamespace": settings.namespace} if settings.namespace else {}
    return {
        "sidecar": {
            "dashboards": {
                "enabled": True,
                "label": settings.dashboard_label,
                "labelValue": "1",
                "folderAnnotation": settings.folder_annotation,
                "provider": {"foldersFromFilesStructure": True, "allowUiUpdates": model.editable},
                **where,
            },
            "datasources": {"enabled": True, "label": settings.datasource_label, "labelValue": "1", **where},
            "alerts": {"enabled": True, "label": settings.alert_label, "labelValue": "1", **where},
        }
    }


def _texts(model: Model) -> dict[str, str]:
    """Boards by uid: as people read them if they fit together, else without spaces."""
    for compact in (False, True):
        texts = {board["uid"]: json_text(board, compact=compact) for board in model.boards.values()}
        if len("".join(texts.values()).encode()) <= objects.LARGEST:
            break
    return texts


def _inline_file(model: Model) -> bytes:
    return generated(inline(model), _INLINE)
