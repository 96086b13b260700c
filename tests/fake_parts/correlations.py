"""Correlations: the same one posted twice is two."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from fake_parts.reply import Body, Reply, refusal
from fake_parts.sources import Sources


class Correlations:
    def __init__(self, sources: Sources, ids: Iterator[int], release: tuple[int, int] = (12, 2)) -> None:
        #: The type stands at the root in newer versions, in the configuration in older ones.
        self._typed = release >= (11, 0)
        self._release = release
        self.list: list[dict[str, Any]] = []
        self._sources = sources
        self._ids = ids

    def all(self, *, query: dict[str, str], **_: Any) -> Reply:
        limit, page = int(query.get("limit", 100)), int(query.get("page", 1))
        part = self.list[(page - 1) * limit : page * limit]
        if self._release < (10, 0):
            if not self.list:
                raise refusal(404, "No correlation found")
            return 200, self.list
        return 200, {"correlations": part, "totalCount": len(self.list), "page": page, "limit": limit}

    def of_source(self, uid: str, **_: Any) -> Reply:
        found = [one for one in self.list if one["sourceUID"] == uid]
        if not found and self._release < (10, 0):
            raise refusal(404, "No correlation found")
        return 200, found

    def create(self, source: str, *, body: Body, **_: Any) -> Reply:
        config = body.get("config") or {}
        kind = (body if self._typed else config).get("type")
        if kind not in ("query", "external") or "field" not in config or "target" not in config:
            raise refusal(400, "bad request data")
        ends = [source, body["targetUID"]] if kind == "query" else [source]
        if any(uid not in self._sources.by_uid for uid in ends):
            raise refusal(404, "Data source not found")
        made = {
            "uid": f"c{next(self._ids)}",
            "sourceUID": source,
            "orgId": 1,
            "targetUID": body.get("targetUID"),
            "label": body.get("label", ""),
            "description": body.get("description", ""),
            "config": self._config(config),
            "provisioned": False,
            **({"type": kind} if self._typed else {}),
        }
        self.list.append(made)
        return 200, {"result": made, "message": "Correlation created"}

    def patch(self, source: str, uid: str, *, body: Body, **_: Any) -> Reply:
        found = [one for one in self.list if (one["sourceUID"], one["uid"]) == (source, uid)]
        if not found:
            raise refusal(404, "Correlation not found")
        if found[0]["provisioned"]:
            raise refusal(403, "Correlation can only be edited via provisioning")
        found[0].update({key: body[key] for key in ("label", "description", "type") if key in body})
        if "config" in body:
            found[0]["config"] = self._config({**found[0]["config"], **body["config"]})
        return 200, {"result": found[0], "message": "Correlation updated"}

    def delete(self, source: str, uid: str, **_: Any) -> Reply:
        found = [one for one in self.list if (one["sourceUID"], one["uid"]) == (source, uid)]
        if not found:
            raise refusal(404, "Correlation not found")
        self.list.remove(found[0])
        return 200, {"message": "Correlation deleted"}

    def _config(self, config: dict[str, Any]) -> dict[str, Any]:
        """An empty list of transformations is left out."""
        names = ("field", "target", "transformations", *(() if self._typed else ("type",)))
        return copy.deepcopy({key: config[key] for key in names if config.get(key)})
