"""A small, real workload to look at through the boards. Not part of the installed package."""
