"""Alert rule groups, by the provisioning API that Grafana has had since version 9."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from generator.errors import VersionError
from generator.grafana.client import Client

Json = dict[str, Any]


def rule_group(client: Client, folder_uid: str, title: str) -> Json | None:
    """A group with all of its rules, None when there is none of that title in that folder."""
    answer = client.transport.request("GET", _path(folder_uid, title), accept=(404,))
    if answer.status == 404:
        return None
    return _object(answer.body)


def all_rules(client: Client) -> list[Json]:
    """Every rule that may be seen, with its folder (`folderUID`) and group (`ruleGroup`)."""
    answer = client.transport.request("GET", "/api/v1/provisioning/alert-rules", accept=(404,))
    if not isinstance(answer.body, list):
        raise VersionError(
            "this Grafana does not list its alert rules (/api/v1/provisioning/alert-rules)",
            "upload without them (--skip alerts), or use Grafana 9.1 or newer with unified alerting",
        )
    return [one for one in answer.body if isinstance(one, dict)]


def put_rule_group(client: Client, folder_uid: str, title: str, body: Mapping[str, Any]) -> None:
    """Replaces the group: rules that `body` does not list are deleted. Grafana has no lock here."""
    client.transport.request("PUT", _path(folder_uid, title), dict(body))


def delete_rule_group(client: Client, folder_uid: str, title: str) -> None:
    """What is gone already is as it should be."""
    client.transport.request("DELETE", _path(folder_uid, title), accept=(404,))


def _path(folder_uid: str, title: str) -> str:
    return f"/api/v1/provisioning/folder/{quote(folder_uid, safe='')}/rule-groups/{quote(title, safe='')}"


def _object(body: Any) -> Json:
    if isinstance(body, dict):
        return body
    raise VersionError(
        "Grafana answered with something else than a rule group",
        "this version of Grafana may be unknown to the generator: see the versions it supports",
    )
