"""What must be true of accepted findings."""
