"""What stands behind `fake_grafana`: one module for each thing that a Grafana keeps."""
