"""What Kubernetes takes: names, objects with their limits, and YAML that Go reads as it was meant."""
