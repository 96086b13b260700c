"""Reads the XML that we made ourselves."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element


def parsed(text: str) -> Element:
    """The root of a document; raises where it is not well-formed."""
    return ElementTree.fromstring(text)  # noqa: S314
