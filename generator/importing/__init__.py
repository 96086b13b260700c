"""From the JSON of a dashboard to the text of a definition module."""
