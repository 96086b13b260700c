"""What every rendered board must be before a byte of it is written."""

from __future__ import annotations

from generator.targets.model import Model


def require_valid(model: Model) -> None:
    """Placeholder until schemas are in."""
