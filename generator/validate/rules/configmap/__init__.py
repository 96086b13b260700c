"""What must be true of Kubernetes resources that carry dashboards."""
