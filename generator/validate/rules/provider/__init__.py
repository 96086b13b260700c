"""What must be true of the files that tell Grafana where its dashboards are."""
