"""ConfigMaps for the sidecar of Grafana's Helm chart, in a kustomize base with an overlay per tenant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.lazy import Lazy
from generator.manifests import names, objects
from generator.manifests.json_text import json_text
from generator.manifests.yaml_text import generated, to_yaml
from generator.targets.absent import without_folders, without_library, without_next_line
from generator.targets.model import Files, Json, Model, RenderedSource
from generator.targets.provisioning import alerting_document, source_document
from generator.targets.target import Limit

_APPLY = "Larger than `kubectl apply` can remember: apply it with --server-side."


def render(model: Model) -> Files:
    """Path below the folder -> bytes: `base/` with everything, `overlays/TENANT/` with the tenant's namespace."""
    dashboards = {f"dashboards/{_name(model, key)}.yaml": partial(_board_file, model, key) for key in model.boards}
    sources = {f"datasources/{source.kind}.yaml": partial(_source_file, model, source) for source in model.datasources}
    alerts = {"alerting.yaml": partial(_alerts_file, model)} if model.alert_groups else {}
    resources = {**dashboards, **sources, **alerts}
    base = objects.kustomization(sorted(resources), namespace=model.config.kubernetes.namespace)
    files: dict[str, Callable[[], bytes]] = {f"base/{path}": make for path, make in resources.items()}
    files["base/kustomization.yaml"] = partial(generated, base)
    for tenant in model.config.tenants:
        overlay = objects.kustomization(
            ["../../base"],
            namespace=tenant.namespaces[0],
            labels=[{"pairs": {"app.kubernetes.io/part-of": tenant.name}}],
        )
        files[f"overlays/{tenant.name}/kustomization.yaml"] = partial(generated, overlay)
    return Lazy(files)


def preflight(model: Model) -> Iterator[Limit]:
    """What the sidecar and Kubernetes do not take."""
    title = model.folder.title
    if "/" in title or title.startswith("."):
        what = f'folder title "{title}" is a path to the sidecar'
        yield Limit(what, "choose a title without / and without a leading . in [project] folder")
    yield from without_next_line({"the folder's title": title}, "kustomize")
    yield from same_names(model)
    yield from without_folders(model, "the sidecar")
    yield from without_library(model, "the sidecar")
    for key in model.boards:
        document = board_map(model, key)
        size = objects.size(document)
        if size > objects.LARGEST:
            what = f'board "{key}" makes a ConfigMap of {size} bytes, more than the {objects.LARGEST} there may be'
            yield Limit(what, "split the board: the sidecar cannot unpack compressed ones")
        elif not objects.fits_client_side(document):
            what = f'board "{key}" is larger than `kubectl apply` can remember'
            yield Limit(what, "apply with --server-side", fatal=False)


def same_names(model: Model) -> Iterator[Limit]:
    """Boards that would become one object of Kubernetes."""
    pair = names.shared([f"{model.project}-{key}" for key in model.boards])
    if pair:
        what = f'boards "{pair[0]}" and "{pair[1]}" would be one object: capitals and punctuation do not count'
        yield Limit(what, "give one of them another key")


def board_map(model: Model, key: str) -> Json:
    """The ConfigMap of a board: as people read it where that is small enough, else without spaces.

    Dashboard files are not expanded by Grafana, so nothing is escaped.
    """
    settings, board = model.config.kubernetes, model.boards[key]
    for compact, more in ((False, {}), (True, {}), (True, objects.SERVER_SIDE)):
        document = objects.config_map(
            _name(model, key),
            {f"{board['uid']}.json": json_text(board, compact=compact)},
            namespace=settings.namespace,
            labels={settings.dashboard_label: "1"},
            annotations={settings.folder_annotation: model.folder.title, **objects.NOT_SUBSTITUTED, **more},
        )
        if objects.fits_client_side(document):
            break
    return document


def source_map(model: Model, source: RenderedSource) -> Json:
    """The ConfigMap of a data source: its provisioning file, which Grafana expands and which is escaped for it."""
    settings = model.config.kubernetes
    return objects.config_map(
        names.dns(f"{model.project}-datasource-{source.kind}"),
        {f"{model.project}-{source.kind}.yaml": to_yaml(source_document(source, model)).decode()},
        namespace=settings.namespace,
        labels={settings.datasource_label: "1"},
        annotations=objects.NOT_SUBSTITUTED,
    )


def alerts_map(model: Model) -> Json:
    """The ConfigMap of the alert rules: their provisioning file."""
    settings = model.config.kubernetes
    return objects.config_map(
        names.dns(f"{model.project}-alerting"),
        {f"{model.project}-alerting.yaml": to_yaml(alerting_document(model)).decode()},
        namespace=settings.namespace,
        labels={settings.alert_label: "1"},
        annotations=objects.NOT_SUBSTITUTED,
    )


def _alerts_file(model: Model) -> bytes:
    return generated(alerts_map(model))


def _board_file(model: Model, key: str) -> bytes:
    document = board_map(model, key)
    return generated(document, "" if objects.fits_client_side(document) else _APPLY)


def _source_file(model: Model, source: RenderedSource) -> bytes:
    return generated(source_map(model, source))


def _name(model: Model, key: str) -> str:
    return names.dns(f"{model.project}-{key}")
