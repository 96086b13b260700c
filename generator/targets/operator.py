"""Resources of the Grafana Operator: the folders, and each board, data source and library panel as one of its own."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from generator.lazy import Lazy
from generator.manifests import names, objects
from generator.manifests.json_text import json_text
from generator.manifests.yaml_text import generated
from generator.targets.absent import in_yaml, without_correlations, without_next_line, without_teams
from generator.targets.kubernetes import same_names
from generator.targets.model import Files, Json, Model, RenderedFolder, RenderedPanel, RenderedSource, board_of
from generator.targets.target import Limit

_API = "grafana.integreatly.org/v1beta1"


def render(model: Model) -> Files:
    """Path below the folder -> bytes: the resources, and a kustomization that names them."""
    files: dict[str, Callable[[], bytes]] = {"folder.yaml": partial(generated, folder(model))}
    for key in model.boards:
        files[f"dashboards/{_name(model, key)}.yaml"] = partial(_board_file, model, key)
    for source in model.datasources:
        files[f"datasources/{source.kind}.yaml"] = partial(generated, source_resource(model, source))
    for group in model.alert_groups:
        files[f"alerts/{names.dns(board_of(group))}.yaml"] = partial(generated, alerts_resource(model, group))
    for one in model.folders:
        files[f"folders/{names.dns(one.folder.uid)}.yaml"] = partial(generated, tenant_folder(model, one))
    for panel in model.library:
        files[f"library/{names.dns(panel.uid)}.yaml"] = partial(generated, panel_resource(model, panel))
    whole = objects.kustomization(sorted(files), namespace=model.config.kubernetes.namespace)
    return Lazy({**files, "kustomization.yaml": partial(generated, whole)})


def preflight(model: Model) -> Iterator[Limit]:
    """What the operator's resources cannot say, and Kubernetes cannot hold."""
    yield from same_names(model)
    pair = names.shared([model.folder.uid, *(one.folder.uid for one in model.folders)])
    if pair:
        what = f'folders "{pair[0]}" and "{pair[1]}" would be one object: capitals and punctuation do not count'
        yield Limit(what, "give one of the tenants another name")
    panels = names.shared([panel.uid for panel in model.library])
    if panels:
        what = f'library panels "{panels[0]}" and "{panels[1]}" would be one object: capitals do not count'
        yield Limit(what, "give one of them another key")
    yield from without_next_line(in_yaml(model), "kustomize")
    yield from without_correlations(model, "the operator")
    yield from without_teams(model, "the operator")
    for key in model.boards:
        size = objects.size(board_resource(model, key))
        if size > objects.LARGEST:
            what = f'board "{key}" makes a resource of {size} bytes, more than the {objects.LARGEST} there may be'
            yield Limit(what, "split the board")


def folder(model: Model) -> Json:
    """The folder."""
    return _resource(
        "GrafanaFolder", names.dns(model.folder.uid), model, uid=model.folder.uid, title=model.folder.title
    )


def tenant_folder(model: Model, one: RenderedFolder) -> Json:
    """The folder of a tenant, inside the project's."""
    place = {"uid": one.folder.uid, "title": one.folder.title, "parentFolderRef": names.dns(model.folder.uid)}
    return _resource("GrafanaFolder", names.dns(one.folder.uid), model, **place)


def panel_resource(model: Model, panel: RenderedPanel) -> Json:
    """A panel of the library. The operator takes its name from the model."""
    place = {"uid": panel.uid, "folderRef": names.dns(model.folder.uid)}
    content = json_text({**panel.model, "name": panel.name, "uid": panel.uid})
    return _resource("GrafanaLibraryPanel", names.dns(panel.uid), model, **place, json=content)


def board_resource(model: Model, key: str) -> Json:
    """A board. The operator expands nothing in it. Compressed where `kubectl apply` could not remember it."""
    board = model.boards[key]
    plain = _board(model, key, json=json_text(board))
    if objects.fits_client_side(plain):
        return plain
    # No time in the header: the same board gives the same bytes.
    packed = gzip.compress(json_text(board, compact=True).encode(), mtime=0)
    return _board(model, key, gzipJson=base64.b64encode(packed).decode())


def _board(model: Model, key: str, **content: str) -> Json:
    place = {"uid": model.boards[key]["uid"], "folderRef": names.dns(model.folder.uid)}
    return _resource("GrafanaDashboard", _name(model, key), model, **place, **content)


def source_resource(model: Model, source: RenderedSource) -> Json:
    """A data source. Without `valuesFrom` the operator puts nothing in for `${...}`."""
    body = {key: value for key, value in source.body.items() if key != "uid"}
    body["editable"] = model.editable
    name = names.dns(f"{model.project}-{source.kind}")
    return _resource("GrafanaDatasource", name, model, uid=source.body["uid"], datasource=body)


def alerts_resource(model: Model, group: Json) -> Json:
    """The alert rules of a board, in the folder of the boards. The operator expands nothing in them."""
    said = {
        "name": group["title"],
        "folderRef": names.dns(model.folder.uid),
        "interval": f"{group['interval']}s",
    }
    return _resource("GrafanaAlertRuleGroup", names.dns(board_of(group)), model, **said, rules=list(group["rules"]))


def _resource(kind: str, name: str, model: Model, /, **spec: Any) -> Json:
    settings = model.config.kubernetes
    selector = {"matchLabels": dict(settings.instance_labels)}
    # Flux would take ${...} for its own.
    metadata = {"namespace": settings.namespace, "annotations": objects.NOT_SUBSTITUTED}
    return objects.thing(_API, kind, name, **metadata, spec={"instanceSelector": selector, **spec})


def _board_file(model: Model, key: str) -> bytes:
    return generated(board_resource(model, key))


def _name(model: Model, key: str) -> str:
    return names.dns(f"{model.project}-{key}")
