"""What must be true of every text."""
