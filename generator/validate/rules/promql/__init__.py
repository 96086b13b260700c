"""What must be true of PromQL queries."""
