"""What must be true of the grid and of the rows on it."""
