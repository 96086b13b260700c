"""What must be true of a query, whatever its language."""
