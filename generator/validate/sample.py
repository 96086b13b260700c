"""The samples in a rule's documentation: what it is content with, and what it finds.

Below `Passes:` and `Fails:` stands, indented, a list of small YAML documents divided by `---`. Each changes a good
dashboard; what its keys mean is said where they are made into files (`tests/validate/samples.py`).
"""

from __future__ import annotations

import textwrap

PASSES, FAILS = "Passes:", "Fails:"


def samples(documentation: str, heading: str) -> tuple[str, ...]:
    """The samples below a heading of a rule's documentation."""
    lines = documentation.splitlines()
    if heading not in lines:
        return ()
    block = []
    for line in lines[lines.index(heading) + 1 :]:
        if line and not line.startswith(" "):
            break
        block.append(line)
    texts = textwrap.dedent("\n".join(block)).strip().split("\n---\n")
    return tuple(text.strip() for text in texts if text.strip())


def prose(documentation: str) -> str:
    """The documentation without its samples."""
    kept = []
    skipping = False
    for line in documentation.splitlines():
        if line in (PASSES, FAILS):
            skipping = True
        elif line and not line.startswith(" "):
            skipping = False
        if not skipping:
            kept.append(line)
    return "\n".join(kept).strip()
