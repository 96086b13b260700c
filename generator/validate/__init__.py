"""Judges dashboards, data sources and provisioning files, ours and anybody's."""
