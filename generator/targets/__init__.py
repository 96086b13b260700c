"""Render targets: each turns the same model into the files of one way of running Grafana."""
