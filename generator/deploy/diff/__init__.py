"""What differs between two resources, in the words of the person who looks at them. Pure."""

from __future__ import annotations

from generator.deploy.diff.dashboard import dashboard_changes
from generator.deploy.diff.normal import normal
from generator.deploy.diff.paths import path_changes

__all__ = ["dashboard_changes", "normal", "path_changes"]
