"""Dashboards as code for a Grafana LGTM stack: define, render, check, upload, prove."""

__version__ = "0.1.0"
