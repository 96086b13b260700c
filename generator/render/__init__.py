"""From a board to the bytes of its dashboard."""
