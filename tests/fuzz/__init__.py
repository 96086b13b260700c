"""Files and queries that somebody broke, by the hundred thousand: `make fuzz`."""
