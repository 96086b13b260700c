"""Alert rule groups: replaced as a whole, and read before and after, since Grafana has no lock for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.rules import RULE, normal
from generator.deploy.step import Done, RefusedError
from generator.deploy.wiring import alike
from generator.errors import GeneratorError
from generator.grafana.client import Client
from generator.grafana.problem import RejectedError
from generator.grafana.rules import delete_rule_group, put_rule_group, rule_group

Json = dict[str, Any]


def document(folder_uid: str, title: str, rules: Sequence[Mapping[str, Any]], interval: int | None = None) -> Json:
    """A group as a backup keeps it."""
    kept = [{key: rule[key] for key in RULE if rule.get(key) is not None} for rule in rules]
    return {"folderUid": folder_uid, "title": title, "rules": kept, **({"interval": interval} if interval else {})}


def read(client: Client, folder_uid: str, title: str) -> Json | None:
    """The group as it stands there."""
    live = rule_group(client, folder_uid, title)
    if live is None or not live.get("rules"):
        return None
    return document(folder_uid, title, live["rules"], int(live.get("interval") or 60))


@dataclass(frozen=True)
class PutRules:
    """Makes the group, or replaces it if it still is what was read."""

    folder_uid: str
    title: str
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] | None = field(repr=False)

    def send(self, client: Client) -> Done:
        there = read(client, self.folder_uid, self.title)
        if not _same_rules(there, self.before) and not _same_rules(there, self.body):
            raise RefusedError(
                f"alert rules {self.title} were changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            put_rule_group(client, self.folder_uid, self.title, self.body)
        except RejectedError as error:
            raise (_refusal(self.title, error) or error) from error
        done = self.landed(client)
        if done is None:
            raise RefusedError(
                f"alert rules {self.title} were changed by someone at the same moment: theirs stand there now",
                "run the upload again; Grafana has no lock for alert rules",
            )
        return done

    def landed(self, client: Client) -> Done | None:
        there = read(client, self.folder_uid, self.title)
        if there is None or not _same_rules(there, self.body):
            return None
        return Done(client.absolute("/alerting/list"), f"{self.folder_uid}/{self.title}", there)


@dataclass(frozen=True)
class DeleteRules:
    """Deletes the group, if it still is what was read."""

    folder_uid: str
    title: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        there = read(client, self.folder_uid, self.title)
        if there is not None and not _same_rules(there, self.before):
            raise RefusedError(
                f"alert rules {self.title} were changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        if there is not None:
            delete_rule_group(client, self.folder_uid, self.title)
        return Done("", f"{self.folder_uid}/{self.title}")

    def landed(self, client: Client) -> Done | None:
        gone = read(client, self.folder_uid, self.title) is None
        return Done("", f"{self.folder_uid}/{self.title}") if gone else None


def _refusal(title: str, error: RejectedError) -> GeneratorError | None:
    if error.status != 409:
        return None
    return RefusedError(
        f"alert rules {title}: {error.message}",
        "they, or rules of the same uids, belong to a provisioning file or another group",
    )


def _same_rules(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    rules = [[normal(rule) for rule in (group or {}).get("rules") or ()] for group in (one, other)]
    intervals = [(group or {}).get("interval") for group in (one, other)]
    return alike(*rules) and (None in intervals or intervals[0] == intervals[1])
