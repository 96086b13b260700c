"""The vocabulary of the definitions: boards, rows, panels, pickers, links."""
