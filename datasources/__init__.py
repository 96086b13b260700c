"""Data sources of the project. A module here exports `datasource`."""
