"""Boards of the project. A module here exports `dashboard`; that is all it takes to add one."""
