"""What must be true of a file before anything in it can be judged."""
