"""What must be true of a panel."""
