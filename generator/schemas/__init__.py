"""The shape of everything that is written: JSON Schemas of our own, one file for each kind of thing.

They are strict: every key is known, and what Grafana's own editor always writes is required. A dashboard's schema
knows the dashboard's own keys only; for each panel, query, variable, annotation and transformation the one schema of
its type is chosen (`generator.schemas.part`), so that what is said of an error is about that type.
"""
