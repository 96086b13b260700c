"""Reports: each format turns the same findings into text for one kind of reader."""
