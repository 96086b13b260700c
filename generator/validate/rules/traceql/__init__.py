"""What must be true of TraceQL queries."""
