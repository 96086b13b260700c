"""What must be true of data sources, of references to them, and of the way between logs, traces and metrics."""
