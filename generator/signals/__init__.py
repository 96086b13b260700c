"""What can be measured: one table of signals, and the query languages they are written in."""
