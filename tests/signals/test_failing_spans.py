"""Which failed span a request's trouble began with: the shape of the search that Tempo is asked."""

from __future__ import annotations

import re

from generator.project import Project
from generator.signals import traces


def test_the_place_where_trouble_begins_may_have_children_that_went_well(project: Project) -> None:
    (query,) = traces.FAILING_SPANS.queries(project.context().view)
    # `{ a } !< { b }`: spans that match b and are no parent of an a.
    left, right = re.match(r"(\{.*?\}) !< (\{.*?\}) \|", query.text).groups()  # type: ignore[union-attr]
    assert left == "{ status = error }"
    assert "status = error" in right
    assert "$service" in right, "a service that is not picked is not blamed"
    assert "childCount" not in query.text
