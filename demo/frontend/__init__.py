"""The demo's page, and what serves it."""
