"""What must be true of LogQL queries."""
