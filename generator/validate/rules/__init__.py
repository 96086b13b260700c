"""The rules, one module each, in folders that are the first half of their ids."""
