"""The commands: one module each, its first line is what --help says of it."""
