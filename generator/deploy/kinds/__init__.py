"""The kinds of resources: one module each, with what is wanted, what is there, and the writes between."""
