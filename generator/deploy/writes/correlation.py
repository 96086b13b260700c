"""Correlations: looked for right before and after, since Grafana has no lock for them and makes any number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deploy.correlation_mark import document, says, shape
from generator.deploy.step import Done, RefusedError
from generator.deploy.wiring import alike
from generator.grafana.client import Client
from generator.grafana.live import LiveCorrelation
from generator.grafana.problem import ForbiddenError

#: Where Grafana shows them.
PAGE = "/datasources/correlations"


@dataclass(frozen=True)
class SaveCorrelation:
    """Creates one (`uid` None) or changes the one that is there.

    Grafana has no lock here and makes a second one without asking: it is looked for right before and after.
    """

    source_uid: str
    uid: str | None
    body: Mapping[str, Any] = field(repr=False)
    before: Mapping[str, Any] | None = field(default=None, repr=False)

    def send(self, client: Client) -> Done:
        there = self._there(client)
        if self.uid is None and there is not None:
            return self._done(client, there)
        if self.uid is not None and (there is None or not alike(document(there), self.before)):
            raise RefusedError(
                f"correlation {self.body['label']} was changed by someone while uploading: not overwritten",
                "run the upload again: it starts from what stands there now",
            )
        try:
            if self.uid is None:
                saved = client.create_correlation(self.source_uid, self.body)
            else:
                body = {key: value for key, value in self.body.items() if key not in ("targetUID", "sourceUID")}
                saved = client.update_correlation(self.source_uid, self.uid, body)
        except ForbiddenError as error:
            if "Permissions needed" in error.message:
                raise
            raise provisioned(f"{self.body['label']} ({self.source_uid})") from error
        after = [one for one in client.correlations(self.source_uid) if one.uid == saved.uid]
        if not after or not says(after[0], self.body):
            raise RefusedError(
                f"correlation {self.body['label']} was changed by someone at the same moment: theirs stands there now",
                "run the upload again; Grafana has no lock for correlations",
            )
        return self._done(client, after[0])

    def landed(self, client: Client) -> Done | None:
        there = self._there(client)
        return self._done(client, there) if there is not None and says(there, self.body) else None

    def _there(self, client: Client) -> LiveCorrelation | None:
        """The one that is to be changed, or that is already what shall be created."""
        for one in client.correlations(self.source_uid):
            if self.uid is not None and one.uid == self.uid:
                return one
            named = (one.target_uid, one.label) == (self.body["targetUID"], self.body["label"])
            if self.uid is None and named and says(one, self.body):
                return one
        return None

    def _done(self, client: Client, live: LiveCorrelation) -> Done:
        return Done(client.absolute(PAGE), live.uid, document(live))


@dataclass(frozen=True)
class DeleteCorrelation:
    """Deletes a correlation, if it still is what was read."""

    source_uid: str
    uid: str
    before: Mapping[str, Any] = field(repr=False)

    def send(self, client: Client) -> Done:
        there = [one for one in client.correlations(self.source_uid) if one.uid == self.uid]
        if not there:
            return Done("", self.uid)
        if not alike(shape(document(there[0])), shape(self.before)):
            raise RefusedError(
                f"correlation {self.before['label']} was changed by someone meanwhile: not deleted",
                "run the same command again: it starts from what stands there now",
            )
        client.delete_correlation(self.source_uid, self.uid)
        return Done("", self.uid)

    def landed(self, client: Client) -> Done | None:
        gone = all(one.uid != self.uid for one in client.correlations(self.source_uid))
        return Done("", self.uid) if gone else None


def provisioned(title: str) -> RefusedError:
    return RefusedError(
        f"correlation {title} is provisioned from a file: Grafana refuses to change it",
        "change it in the provisioning file of its data source",
    )
